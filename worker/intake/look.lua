#!lua flags=no-writes,allow-oom
-- Where everything is, in one look, without what is in the streams. Writes nothing.
-- KEYS  in, out, inbox, rejected, dead, stats  ARGV  group of the intake
-- Answers JSON: added, length, pending and last (the newest id that a worker was given) of the intake; the lengths of
-- inbox and letters; the counters; and for each group of `out` its behind (entries not given yet), pending and last.
-- Without a stream or a group the numbers are 0.
-- The server's own count (`lag`) is nil after a deletion by hand, and Redis 7.0 miscounts after a restart; so a group
-- that has the newest entry is not behind, whatever is said, and where nothing is said up to 1,000 are counted here.
local COUNTED_AT_MOST = 1000

local function stream_of(key)
  local info = redis.pcall('XINFO', 'STREAM', key)
  return info.err and { ['entries-added'] = 0, length = 0, ['last-generated-id'] = '0-0' } or named(info)
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

local function behind(key, group, newest)
  if group['last-delivered-id'] == newest then return 0 end
  if group.lag then return group.lag end
  return #redis.call('XRANGE', key, '(' .. group['last-delivered-id'], '+', 'COUNT', COUNTED_AT_MOST)
end

local intake, out = stream_of(KEYS[1]), stream_of(KEYS[2])
local workers = groups_of(KEYS[1])[ARGV[1]]
local answer = {
  added = intake['entries-added'],
  length = intake.length,
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
    behind = behind(KEYS[2], group, out['last-generated-id']),
    pending = group.pending,
    last = group['last-delivered-id'],
  }
end
return cjson.encode(answer)
