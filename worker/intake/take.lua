#!lua flags=allow-oom
-- Take an entry whose worker let its lease run out. New ones are taken by XREADGROUP alone: what passes through Lua is
-- copied three times and hashed.
-- KEYS  in, dead, tries, stats, fates, hands
-- ARGV  group, consumer, pid, lease_ms, max_deliveries, fates_max
-- Answers {entry, delivery, {field, value, ...}}, or nothing when there is none. What was delivered too often on the
-- way is dead, with the reason that its tries tell; pending ids whose entry is gone are acknowledged and counted.
-- Notes who the consumer is from here on: {"pid": ..., "since": by the server's clock, "before": the same of the process
-- before it, whose death may be told after its successor came, up to eight of them}; what was noted a day ago goes.
local IN, DEAD, TRIES, STATS, FATES, HANDS = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local GROUP, CONSUMER, PID, LEASE, MOST = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local MOST_BEFORE = 8

local function note_hands()
  local known = redis.call('HGET', HANDS, CONSUMER)
  local before = known and cjson.decode(known) or nil
  if before and before.pid == tonumber(PID) then return end
  local oldest = before
  for _ = 2, MOST_BEFORE do oldest = oldest and oldest.before end
  if oldest then oldest.before = nil end
  for consumer, told in pairs(named(redis.call('HGETALL', HANDS))) do
    if cjson.decode(told).since < now_ms() - 86400000 then redis.call('HDEL', HANDS, consumer) end
  end
  redis.call('HSET', HANDS, CONSUMER, cjson.encode({ pid = tonumber(PID), since = now_ms(), before = before }))
end

local function bury(entry, deliveries, fields, tries)
  local last = tries[#tries] or {}
  local reason = last.reason or 'crashed'
  local detail = last.error or 'the process ended without a word at each delivery'
  keep_letter(DEAD, entry, fields, reason, detail, deliveries, cjson.encode(tries))
  redis.call('HINCRBY', STATS, 'dead', 1)
  redis.call('HINCRBY', STATS, 'dead:' .. reason, 1)
  redis.call('XADD', FATES, 'MAXLEN', '~', ARGV[6], '*', 'entry', entry, 'payloadId', '', 'id', '', 'fate', 'dead',
    'reason', reason, 'detail', detail, 'tookMs', '', 'worker', CONSUMER,
    'attempt', deliveries, 'publisher', '', 'bodyChars', '0', 'model', '', 'voted', 0)
  redis.call('XACK', IN, GROUP, entry)
  redis.call('XDEL', IN, entry)
  redis.call('HDEL', TRIES, entry)
end

note_hands()
for _, row in ipairs(redis.call('XPENDING', IN, GROUP, 'IDLE', LEASE, '-', '+', 16)) do
  local entry, consumer, idle, deliveries = row[1], row[2], row[3], row[4]
  local found = redis.call('XRANGE', IN, entry, entry)
  if #found == 0 then
    redis.call('XACK', IN, GROUP, entry)
    redis.call('HDEL', TRIES, entry)
    redis.call('HINCRBY', STATS, 'dropped', 1)
  else
    local tries = tries_of(TRIES, entry)
    if #tries < deliveries then -- it ended without a word
      tries[#tries + 1] = { worker = consumer, at = now_ms() - idle }
      redis.call('HSET', TRIES, entry, cjson.encode(tries))
    end
    if deliveries >= MOST then
      bury(entry, deliveries, found[1][2], tries)
    else
      redis.call('XCLAIM', IN, GROUP, CONSUMER, 0, entry, 'RETRYCOUNT', deliveries + 1, 'JUSTID')
      return { entry, deliveries + 1, found[1][2] }
    end
  end
end
