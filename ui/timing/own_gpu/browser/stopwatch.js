// Times the parts of some work: the first calls warm up; short parts are called many times between two readings.

const FEWEST = 5 // repetitions, however long they take
const MOST = 15
const ROW_SECONDS = 0.5 // once they have passed, no repetition is begun beyond the fewest
const STEPS_OF_CLOCK = 20 // between two readings, so that the clock's own step is at most a twentieth of the time
const SHORTEST = 0.02 // seconds between two readings: a drained queue answers only after a millisecond or so
const MOST_CALLS = 4096

// Seconds between two different readings of this browser's clock; browsers make it coarse on purpose.
export function clockStep() {
  let smallest = Infinity
  for (let i = 0; i < 5; i++) {
    const from = performance.now()
    let now = from
    while (now === from) now = performance.now()
    smallest = Math.min(smallest, now - from)
  }
  return smallest / 1000
}

// `parts` are functions by name: each does its work n times and resolves to the seconds of all n.
export async function measure(parts, control, shortest) {
  const calls = Object.fromEntries(Object.keys(parts).map((name) => [name, 1]))
  const first = await repetition(parts, calls, control)
  const expected = await enough(parts, calls, control, shortest)
  const repetitions = []
  const begun = control.spent
  while (repetitions.length < FEWEST || (repetitions.length < MOST && control.spent - begun < ROW_SECONDS)) {
    repetitions.push(await repetition(parts, calls, control))
  }
  return { ...summary(repetitions), warmUp: total(first), expected: total(expected) }
}

export const shortestFor = (step) => Math.max(SHORTEST, STEPS_OF_CLOCK * step)

// Raise the number of calls of each part until it lasts long enough for the clock; these calls warm up, too.
async function enough(parts, calls, control, shortest) {
  for (;;) {
    const seconds = await repetition(parts, calls, control)
    const short = Object.keys(parts).filter((name) => seconds[name] * calls[name] < shortest && calls[name] < MOST_CALLS)
    if (!short.length) return seconds
    for (const name of short) {
      const wanted = (1.2 * shortest) / Math.max(seconds[name] * calls[name], 1e-9)
      calls[name] = Math.min(MOST_CALLS, Math.ceil(calls[name] * Math.min(10, Math.max(1.5, wanted))))
    }
  }
}

// Seconds of one call of each part; once more if the tab was hidden meanwhile.
async function repetition(parts, calls, control) {
  for (;;) {
    await control.visible()
    const before = control.disturbances
    const seconds = {}
    for (const [name, part] of Object.entries(parts)) {
      seconds[name] = (await control.guard(part(calls[name]))) / calls[name]
    }
    if (control.disturbances === before) return seconds
  }
}

function summary(repetitions) {
  const whole = repetitions.map(total)
  const parts = Object.fromEntries(
    Object.keys(repetitions[0]).map((name) => [name, quantile(repetitions.map((one) => one[name]), 0.5)]),
  )
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(whole, share))
  return { low, median, high, parts, nRepeats: repetitions.length }
}

const total = (seconds) => Object.values(seconds).reduce((sum, one) => sum + one, 0)

// Linear between the two values on either side, as NumPy does it.
export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other)
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (place - below) * (sorted[above] - sorted[below])
}
