#!lua flags=allow-oom
-- End a delivery without a fate, so that any worker may take the entry at once.
-- KEYS  in, tries  ARGV  group, entry, lease_ms, consumer, delivery,
--       what happened (JSON object; empty when it is not the article's fault)
-- With something that happened the delivery counts and its try keeps it; without, the delivery never was.
-- Answers 1, or 0 when this delivery is over: the entry has its fate, was ended before, or another worker took it.
local pending = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1)
if #pending == 0 then return 0 end
local consumer, idle, deliveries = pending[1][2], pending[1][3], pending[1][4]
if consumer ~= ARGV[4] or deliveries ~= tonumber(ARGV[5]) then return 0 end
local tries = tries_of(KEYS[2], ARGV[2])
local noted = table.remove(tries, #tries >= deliveries and #tries or #tries + 1) -- by a worker of an older release
if ARGV[6] ~= '' and (deliveries == 0 or (noted and noted.reason)) then return 0 end
if ARGV[6] == '' then
  deliveries = deliveries - 1
else
  local try = noted or { worker = consumer, at = now_ms() - idle }
  for name, value in pairs(cjson.decode(ARGV[6])) do try[name] = value end
  tries[#tries + 1] = try
end
redis.call('XCLAIM', KEYS[1], ARGV[1], consumer, 0, ARGV[2], 'IDLE', ARGV[3], 'RETRYCOUNT', deliveries, 'JUSTID')
if #tries > 0 then
  redis.call('HSET', KEYS[2], ARGV[2], cjson.encode(tries))
else
  redis.call('HDEL', KEYS[2], ARGV[2])
end
return 1
