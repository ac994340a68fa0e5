#!lua flags=allow-oom
-- Take one entry: first one whose worker let its lease run out, else the oldest that waits.
-- KEYS  in, dead, tries, stats, fates
-- ARGV  group, consumer, pid, lease_ms, max_deliveries, look for expired leases (0 or 1), fates_max
-- Answers {entry, delivery, {field, value, ...}}, or nothing when none waits. What was delivered too often on the
-- way is dead, with the reason that its tries tell; pending ids whose entry is gone are acknowledged and counted.
local IN, DEAD, TRIES, STATS, FATES = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local GROUP, CONSUMER, PID, LEASE, MOST = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])

local function tries_of(entry)
  local known = redis.call('HGET', TRIES, entry)
  return known and cjson.decode(known) or {}
end

local function note_try(entry)
  local tries = tries_of(entry)
  tries[#tries + 1] = { worker = CONSUMER, pid = tonumber(PID), at = now_ms() }
  redis.call('HSET', TRIES, entry, cjson.encode(tries))
end

local function bury(entry, deliveries, fields)
  local tries = tries_of(entry)
  local last = tries[#tries] or {}
  local reason = last.reason or 'crashed'
  local detail = last.error or 'the process ended without a word at each delivery'
  keep_letter(DEAD, entry, fields, reason, detail, deliveries, cjson.encode(tries))
  redis.call('HINCRBY', STATS, 'dead', 1)
  redis.call('HINCRBY', STATS, 'dead:' .. reason, 1)
  redis.call('XADD', FATES, 'MAXLEN', '~', ARGV[7], '*', 'entry', entry, 'payloadId', '', 'id', '', 'fate', 'dead',
    'reason', reason, 'detail', detail, 'tookMs', '', 'worker', CONSUMER,
    'attempt', deliveries, 'publisher', '', 'bodyChars', '0', 'model', '', 'voted', 0)
  redis.call('XACK', IN, GROUP, entry)
  redis.call('XDEL', IN, entry)
  redis.call('HDEL', TRIES, entry)
end

local function expired()
  for _, row in ipairs(redis.call('XPENDING', IN, GROUP, 'IDLE', LEASE, '-', '+', 16)) do
    local entry, deliveries = row[1], row[4]
    local found = redis.call('XRANGE', IN, entry, entry)
    if #found == 0 then
      redis.call('XACK', IN, GROUP, entry)
      redis.call('HDEL', TRIES, entry)
      redis.call('HINCRBY', STATS, 'dropped', 1)
    elseif deliveries >= MOST then
      bury(entry, deliveries, found[1][2])
    else
      redis.call('XCLAIM', IN, GROUP, CONSUMER, 0, entry, 'RETRYCOUNT', deliveries + 1, 'JUSTID')
      note_try(entry)
      return { entry, deliveries + 1, found[1][2] }
    end
  end
end

if ARGV[6] == '1' then
  local taken = expired()
  if taken then return taken end
end
local read = redis.call('XREADGROUP', 'GROUP', GROUP, CONSUMER, 'COUNT', 1, 'STREAMS', IN, '>')
if not read then return nil end
local entry, fields = read[1][2][1][1], read[1][2][1][2]
note_try(entry)
return { entry, 1, fields }
