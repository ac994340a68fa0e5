#!lua
-- Put payloads on the intake, as many as there is room for.
-- KEYS  in  ARGV  max_backlog, memory_share, then for each payload: number of words, field, value, field, value ...
-- Answers the new entries' ids, in order; fewer than were sent means that the intake is full.
-- No allow-oom: a full server must refuse producers, so that workers and Celery's own keys still fit.
local ids = {}
if server_full(ARGV[2]) then return ids end
local room = tonumber(ARGV[1]) - redis.call('XLEN', KEYS[1])
local at = 3
while at <= #ARGV and room > 0 do
  local words = tonumber(ARGV[at])
  ids[#ids + 1] = redis.call('XADD', KEYS[1], '*', unpack(ARGV, at + 1, at + words))
  at = at + 1 + words
  room = room - 1
end
return ids
