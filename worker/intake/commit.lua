#!lua flags=allow-oom
-- Give an entry its fate: the only decision, in one step.
-- KEYS  in, where the outcome goes (out, rejected or dead), doc:<id>, stats, fates, tries
-- ARGV  group, entry, fate, reason, detail, took_ms, worker, attempt, payload_id, fates_max,
--       publisher's domain, characters of the body, model version, whether a vote was asked for, 0 or 1 (for whoever
--       follows the fates),
--       then for `stored`: id, content hash, based on version, ledger ttl in seconds, document; for others: pid
-- Answers {'gone'} (no longer pending: somebody was first, or our own answer was lost) | {'duplicate'} (the ledger
-- holds this hash) | {'stale', version} (the ledger has moved on: take the next version) | {fate}.
-- Reads and checks come first, then the outcome, then the rest: Lua does not roll back.
local IN, TO, LEDGER, STATS, FATES, TRIES = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local GROUP, ENTRY, FATE, REASON, DETAIL, TOOK, WORKER, ATTEMPT, PAYLOAD_ID =
  ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local ID, HASH, BASED_ON, TTL, DOCUMENT = '', ARGV[16], ARGV[17], ARGV[18], ARGV[19]
if FATE == 'stored' then ID = ARGV[15] end

local function store()
  local known = redis.call('HMGET', LEDGER, 'hash', 'version')
  if known[1] == HASH then return 'duplicate' end
  if (known[2] or '0') ~= BASED_ON then return 'stale', known[2] or '0' end
  local version = tonumber(BASED_ON) + 1
  redis.call('XADD', TO, '*', 'document', DOCUMENT, 'id', ID, 'version', version, 'payloadId', PAYLOAD_ID,
    'entry', ENTRY, 'worker', WORKER, 'tookMs', TOOK, 'attempt', ATTEMPT)
  redis.call('HSET', LEDGER, 'hash', HASH, 'version', version)
  redis.call('EXPIRE', LEDGER, TTL)
  return 'stored'
end

-- With the delivery that ends here.
local function all_tries(idle, deliveries)
  local tries = tries_of(TRIES, ENTRY)
  if #tries < deliveries then
    tries[#tries + 1] = { worker = WORKER, pid = tonumber(ARGV[15]), at = now_ms() - idle }
  end
  return #tries > 0 and cjson.encode(tries) or '[]'
end

local pending = redis.call('XPENDING', IN, GROUP, ENTRY, ENTRY, 1)[1]
if not pending then return { 'gone' } end
local fate, version = FATE, nil
if FATE == 'stored' then
  fate, version = store()
  if fate == 'stale' then return { 'stale', version } end
else
  local found = redis.call('XRANGE', IN, ENTRY, ENTRY)
  if #found == 0 then
    redis.call('XACK', IN, GROUP, ENTRY)
    redis.call('HDEL', TRIES, ENTRY)
    redis.call('HINCRBY', STATS, 'dropped', 1)
    return { 'gone' }
  end
  keep_letter(TO, ENTRY, found[1][2], REASON, DETAIL, ATTEMPT, all_tries(pending[3], pending[4]))
end
redis.call('HINCRBY', STATS, fate, 1)
if REASON ~= '' then redis.call('HINCRBY', STATS, fate .. ':' .. REASON, 1) end
redis.call('XADD', FATES, 'MAXLEN', '~', ARGV[10], '*', 'entry', ENTRY, 'payloadId', PAYLOAD_ID, 'id', ID,
  'fate', fate, 'reason', REASON, 'detail', DETAIL, 'tookMs', TOOK, 'worker', WORKER, 'attempt', ATTEMPT,
  'publisher', ARGV[11], 'bodyChars', ARGV[12], 'model', ARGV[13], 'voted', ARGV[14])
redis.call('XACK', IN, GROUP, ENTRY)
redis.call('XDEL', IN, ENTRY)
redis.call('HDEL', TRIES, ENTRY)
return { fate }
