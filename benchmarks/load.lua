-- Sends the requests of the file REQUESTS, one after another and round again. Twelve at signs become a number that no
-- other request has, counted from FIRST. At the end one line for load.py. With CHECKS each answer is looked into.
local requests, threads = {}, {}
for text in io.open(os.getenv("REQUESTS")):read("*a"):gmatch("[^%z]+") do
  requests[#requests + 1] = text
end
local number = tonumber(os.getenv("FIRST"))
local mark, sent = string.rep("@", 12), 0
local is_numbered = requests[1]:find(mark, 1, true) ~= nil
wrong = 0 -- global, for done() to get at

function setup(thread)
  threads[#threads + 1] = thread
end

function request()
  sent = sent + 1
  local text = requests[(sent - 1) % #requests + 1]
  if not is_numbered then
    return text
  end
  number = number + 1
  return (text:gsub(mark, string.format("%012d", number), 1))
end

if os.getenv("CHECKS") ~= "" then
  function response(_, _, body)
    if body:find('"errors"', 1, true) then
      wrong = wrong + 1
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  for _, thread in ipairs(threads) do
    failed = failed + thread:get("wrong")
  end
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), failed))
end
