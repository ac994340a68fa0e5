#!lua flags=allow-oom
-- Trim the output stream to its size, but never what a sink has not acknowledged, or has no group yet to read.
-- KEYS  out  ARGV  max entries, then the groups of the configured sinks
-- Answers how many entries went: 64 at most, so that a step stays short; call again until it is 0.
local excess = math.min(redis.call('XLEN', KEYS[1]) - tonumber(ARGV[1]), 64)
if excess <= 0 then return 0 end

local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end

local function earlier(a, b)
  local a_ms, a_seq = parts(a)
  local b_ms, b_seq = parts(b)
  return a_ms < b_ms or (a_ms == b_ms and a_seq < b_seq)
end

local wanted, missing = {}, #ARGV - 1
for i = 2, #ARGV do wanted[ARGV[i]] = true end
local last = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', excess + 1)
local floor = last[#last][1]
for _, row in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = named(row)
  if wanted[group.name] then
    missing = missing - 1
    local needed = group['last-delivered-id']
    local pending = redis.call('XPENDING', KEYS[1], group.name)
    if pending[1] > 0 then needed = pending[2] end
    if earlier(needed, floor) then floor = needed end
  end
end
if missing > 0 then return 0 end
return redis.call('XTRIM', KEYS[1], 'MINID', floor)
