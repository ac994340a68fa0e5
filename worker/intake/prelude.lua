-- What several scripts need; scripts.py puts it in front of each.
local function now_ms()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- Whether the server's memory is fuller than producers may make it, so that workers and Celery's own keys still fit.
local function server_full(share)
  local memory = redis.call('INFO', 'memory')
  local limit = tonumber(string.match(memory, 'maxmemory:(%d+)'))
  local used = tonumber(string.match(memory, 'used_memory:(%d+)'))
  return limit > 0 and used > limit * tonumber(share)
end

-- More names and values than this do not fit through unpack (Lua's stack holds 8000).
local MOST_WORDS = 7000

-- Keep an entry's payload as a letter (dead or rejected), with why; ours and the payload's names cannot meet.
-- An entry of more fields than a script can write is kept in one, `packed`: a JSON array whose characters are bytes.
local function keep_letter(letters, entry, fields, reason, detail, deliveries, tries)
  local letter = { 'entry', entry, 'reason', reason, 'detail', detail, 'deliveries', deliveries,
    'firstSeen', string.match(entry, '^%d+'), 'lastSeen', now_ms(), 'tries', tries }
  if #fields > MOST_WORDS then
    fields, letter[#letter + 1], letter[#letter + 2] = {}, 'packed', cjson.encode(fields)
  end
  for i = 1, #fields, 2 do
    letter[#letter + 1] = fields[i] == 'payload' and 'payload' or 'payload.' .. fields[i]
    letter[#letter + 1] = fields[i + 1]
  end
  redis.call('XADD', letters, '*', unpack(letter))
end

-- What the ended deliveries of an entry came to.
local function tries_of(tries, entry)
  local known = redis.call('HGET', tries, entry)
  return known and cjson.decode(known) or {}
end

-- The flat array of names and values that XINFO answers, as a table.
local function named(row)
  local value = {}
  for i = 1, #row, 2 do value[row[i]] = row[i + 1] end
  return value
end
