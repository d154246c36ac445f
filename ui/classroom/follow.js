const watching = new WeakMap() // by component, the function that stops the requests of an earlier run
const PATIENCE = 4000 // milliseconds until a step that the server has not drawn is reported again
const ENDED = "0 ended"
const COUNTS = { voted: /\d+ of \d+ (have )?voted/, here: /\d+ here/ }

// The words belong to the page, so only their numbers are changed, inside the text that is there.
const write = (now) => {
  for (const [name, pattern] of Object.entries(COUNTS)) {
    for (const place of document.querySelectorAll(`.st-key-classroom_${name}`)) {
      const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
      while (texts.nextNode()) {
        const words = texts.currentNode.nodeValue
        if (pattern.test(words)) texts.currentNode.nodeValue = words.replace(pattern, now[name])
      }
    }
  }
}

// Ask for the room's next step; the server answers when it comes, or after a second with the counts. Only for a new
// step does the server run this part of the page again.
export default function ({ data, parentElement, setStateValue }) {
  const address = new URL("room-step", document.baseURI)
  address.search = new URLSearchParams({ room: data.room, ticket: data.ticket, step: data.step })
  let stopped = false
  let timer
  let reportedAt = 0
  const report = (step) => {
    if (Date.now() - reportedAt < PATIENCE) return
    reportedAt = Date.now()
    setStateValue("step", `${step} ${reportedAt}`)
  }
  const look = async () => {
    let pause = 1000
    const asked = Date.now()
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) })
      if (stopped) return
      const now = answer.ok ? await answer.json() : answer.status === 404 ? { step: ENDED } : null
      if (now) {
        if (now.step !== data.step) report(now.step)
        else {
          write(now)
          // Ask a slow server less often, and one that answered at once no sooner than one that waits for a step.
          const took = Date.now() - asked
          pause = Math.min(10_000, Math.max(800 - took, 4 * (took - 1000 * (now.waited ?? 0))))
        }
      }
    } catch {
      // the server is away for a moment
    }
    if (!stopped) timer = setTimeout(look, pause)
  }
  const stop = () => ((stopped = true), clearTimeout(timer))
  watching.get(parentElement)?.()
  watching.set(parentElement, stop)
  timer = setTimeout(look, 300 * Math.random())
  return stop
}
