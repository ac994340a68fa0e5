#!lua flags=allow-oom
-- Set right what the server counts of the output stream's groups: a group that has the newest entry has read them all.
-- Redis 7.0 forgets the entries that were read before a restart, and would call a sink far behind for ever after.
-- KEYS  out  ARGV  the groups of the configured sinks
-- Answers how many groups were wrong. Only then XINFO STREAM is asked, which copies two documents.
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
if not newest[1] then return 0 end

local wanted, wrong = {}, 0
for _, name in ipairs(ARGV) do wanted[name] = true end
for _, row in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = named(row)
  if wanted[group.name] and group['last-delivered-id'] == newest[1][1] and group.lag ~= 0 then
    local added = named(redis.call('XINFO', 'STREAM', KEYS[1]))['entries-added']
    redis.call('XGROUP', 'SETID', KEYS[1], group.name, newest[1][1], 'ENTRIESREAD', added)
    wrong = wrong + 1
  end
end
return wrong
