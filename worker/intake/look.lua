#!lua flags=no-writes,allow-oom
-- Where everything is, in one look, without what is in the streams. Writes nothing.
-- KEYS  in, out, inbox, rejected, dead, stats  ARGV  group of the intake, whether `added` is wanted (0 or 1)
-- Answers JSON: added, length, pending and last (the newest id that a worker was given) of the intake; the lengths of
-- inbox and letters; the counters; and for each group of `out` its behind (entries not given yet), pending and last.
-- Without a stream or a group the numbers are 0. Only XINFO STREAM tells `added`, and it copies whole payloads to do
-- so: who looks often does without (-1).
-- The server's own count (`lag`) is nil after a deletion by hand; then up to 1,000 are counted here. Redis 7.0 miscounts
-- after a restart; so a group that has the newest entry is not behind, whatever is said. To know that entry's id costs a
-- copy of its document: who looks often does without, and is told wrong until recount.lua was run.
local COUNTED_AT_MOST = 1000

local function added(key)
  if ARGV[2] == '0' then return -1 end
  local info = redis.pcall('XINFO', 'STREAM', key)
  return info.err and 0 or named(info)['entries-added']
end

local function groups_of(key)
  local rows, groups = redis.pcall('XINFO', 'GROUPS', key), {}
  if rows.err then return groups end
  for _, row in ipairs(rows) do
    local group = named(row)
    groups[group.name] = group
  end
  return groups
end

local newest

local function has_newest(key, id)
  if not newest then
    local last = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)
    newest = last[1] and last[1][1] or id
  end
  return id == newest
end

local function behind(key, group)
  if group.lag and (group.lag == 0 or ARGV[2] == '0') then return group.lag end
  if has_newest(key, group['last-delivered-id']) then return 0 end
  if group.lag then return group.lag end
  return #redis.call('XRANGE', key, '(' .. group['last-delivered-id'], '+', 'COUNT', COUNTED_AT_MOST)
end

local workers = groups_of(KEYS[1])[ARGV[1]]
local answer = {
  added = added(KEYS[1]),
  length = redis.call('XLEN', KEYS[1]),
  pending = workers and workers.pending or 0,
  last = workers and workers['last-delivered-id'] or '',
  inbox = redis.call('LLEN', KEYS[3]),
  rejected = redis.call('XLEN', KEYS[4]),
  dead = redis.call('XLEN', KEYS[5]),
  stats = named(redis.call('HGETALL', KEYS[6])),
  sinks = {},
}
for name, group in pairs(groups_of(KEYS[2])) do
  answer.sinks[name] = {
    behind = behind(KEYS[2], group),
    pending = group.pending,
    last = group['last-delivered-id'],
  }
end
return cjson.encode(answer)
