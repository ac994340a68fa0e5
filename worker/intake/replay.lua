#!lua flags=allow-oom
-- Send a letter back to the intake, or drop it for good; move: drop it, replayed to another server.
-- KEYS  letters (dead or rejected), in, stats  ARGV  letter id, name of the letters, replay, move or drop
-- Answers the new entry's id, 'dropped' (moved, too), or nothing when the letter is gone (so that twice is harmless). A letter of
-- more fields than a script can write is not replayed: 'packed'.
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if #found == 0 then return nil end
local answer = 'dropped'
if ARGV[3] == 'replay' then
  local fields, payload = found[1][2], {}
  for i = 1, #fields, 2 do
    if fields[i] == 'packed' then return 'packed' end
    local name = string.match(fields[i], '^payload%.(.*)$') or (fields[i] == 'payload' and 'payload')
    if name then
      payload[#payload + 1] = name
      payload[#payload + 1] = fields[i + 1]
    end
  end
  answer = redis.call('XADD', KEYS[2], '*', unpack(payload))
end
redis.call('HINCRBY', KEYS[3], ARGV[2] .. ':' .. (ARGV[3] == 'drop' and '_dropped' or '_replayed'), 1)
redis.call('XDEL', KEYS[1], ARGV[1])
return answer
