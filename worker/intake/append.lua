#!lua flags=allow-oom
-- Append documents to a list, each once: only what this acknowledgement takes off the group's pending entries.
-- KEYS  out, list  ARGV  group, then entry, document, entry, document ...
-- Answers how many were appended.
local kind = redis.call('TYPE', KEYS[2]).ok
if kind ~= 'none' and kind ~= 'list' then return redis.error_reply('WRONGTYPE ' .. KEYS[2] .. ' is a ' .. kind) end
local appended = 0
for at = 2, #ARGV, 2 do
  if redis.call('XACK', KEYS[1], ARGV[1], ARGV[at]) == 1 then
    redis.call('RPUSH', KEYS[2], ARGV[at + 1])
    appended = appended + 1
  end
end
return appended
