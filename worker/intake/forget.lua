#!lua flags=allow-oom
-- Delete consumers that have been away for long. One with pending entries stays: deleting it would orphan them.
-- KEYS  stream  ARGV  group, idle_ms
local gone = 0
for _, row in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = named(row)
  if consumer.pending == 0 and consumer.idle > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
    gone = gone + 1
  end
end
return gone
