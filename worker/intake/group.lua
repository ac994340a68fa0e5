#!lua flags=allow-oom
-- Make a group at the start of a stream, and the stream, where they are missing: on a full server too, which refuses
-- the plain command, and could then never be drained by those who come first.
-- KEYS  stream  ARGV  group
local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
if made.err and not string.find(made.err, 'BUSYGROUP', 1, true) then return made end
return 1
