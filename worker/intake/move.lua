#!lua
-- Move payloads from the inbox list, for producers that only know LPUSH, to the intake stream.
-- KEYS  inbox, in  ARGV  max_backlog, memory_share, at most how many
-- Answers how many were moved. A full intake leaves them in the inbox. Order is not promised.
if server_full(ARGV[2]) then return 0 end
local room = math.min(tonumber(ARGV[1]) - redis.call('XLEN', KEYS[2]), tonumber(ARGV[3]))
local moved = 0
while moved < room do
  local payload = redis.call('RPOP', KEYS[1])
  if not payload then break end
  redis.call('XADD', KEYS[2], '*', 'payload', payload)
  moved = moved + 1
end
return moved
