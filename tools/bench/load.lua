-- wrk -s load.lua URL -- WORKLOAD FILMS: ids 1..FILMS exist. Prints one line "JSON {...}" when done.
-- Requests are made beforehand where they can be, so that wrk has time left to be fast; of a large store a sample.
local threads = {}

function setup(thread)
  thread:set("number", #threads + 1)
  threads[#threads + 1] = thread
end

posts = 0 -- of this thread, read in done()

local genres = { "Drama", "Comedy", "Thriller", "Sci-Fi", "Action", "Horror", "Western", "Musical", "Documentary", "Romance" }

local function prepared(count, path)
  local all, most = {}, 20000
  for i = 1, math.min(count, most) do
    all[i] = wrk.format("GET", path(count <= most and i or math.random(count)))
  end
  return function() return all[math.random(#all)] end
end

local function create()
  posts = posts + 1
  local body = string.format('{"title":"New %d.%d","year":%d,"genre":"%s"}', number, posts, 1950 + posts % 70, genres[posts % 10 + 1])
  return "POST /movies HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

function init(args)
  local workload, films = args[1], tonumber(args[2])
  math.randomseed(number)
  local function read_one() return prepared(films, function(id) return "/movies/" .. id end) end
  local function list_20() return prepared(math.floor(math.min(films, 10000) * 0.9), function(skip) return "/movies?limit=20&skip=" .. skip end) end
  local makers = {
    read_one = read_one,
    list_20 = list_20,
    list_deep = function() return prepared(1, function() return "/movies?limit=100&skip=" .. math.floor(films * 0.9) end) end,
    list_genre = function() return prepared(10, function(i) return "/movies?limit=20&genre=" .. genres[i] end) end,
    healthz = function() return prepared(1, function() return "/healthz" end) end,
    create = function() return create end,
    mixed = function()
      local one, list = read_one(), list_20()
      return function()
        local r = math.random(100)
        if r <= 90 then return one() end
        return r <= 95 and list() or create()
      end
    end,
  }
  request = makers[workload]()
end

function done(summary, latency, _)
  local sent = 0
  for _, thread in ipairs(threads) do sent = sent + thread:get("posts") end
  local e = summary.errors
  io.write(string.format(
    'JSON {"requests":%d,"seconds":%.6f,"posts_sent":%d,"p50_us":%d,"p99_us":%d,"p999_us":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, sent, latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    e.status, e.connect + e.read + e.write + e.timeout))
end
