#!lua flags=no-writes
-- All counters in one look: a transaction would do on a server with room, but Redis 7.0 refuses any on a full one.
-- KEYS  in, out, stats, inbox, rejected, dead  ARGV  group, most documents to count
-- Answers {entries added, length, pending}, {counter, value, ...}, {inbox, rejected, dead}, {sink, behind, pending, ...}.
local function of(answer, name)
  return answer.err and 0 or named(answer)[name]
end

-- What a group was not given yet. The server loses count (lag is nil) when an entry was deleted by hand.
local function behind(group)
  if group.lag then return group.lag end
  return #redis.call('XRANGE', KEYS[2], '(' .. group['last-delivered-id'], '+', 'COUNT', ARGV[2])
end

local intake = redis.pcall('XINFO', 'STREAM', KEYS[1])
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1])
local sinks = {}
local groups = redis.pcall('XINFO', 'GROUPS', KEYS[2])
for _, row in ipairs(groups.err and {} or groups) do
  local group = named(row)
  sinks[#sinks + 1], sinks[#sinks + 2], sinks[#sinks + 3] = group.name, behind(group), group.pending
end
return {
  { of(intake, 'entries-added'), of(intake, 'length'), pending.err and 0 or pending[1] },
  redis.call('HGETALL', KEYS[3]),
  { redis.call('LLEN', KEYS[4]), redis.call('XLEN', KEYS[5]), redis.call('XLEN', KEYS[6]) },
  sinks,
}
