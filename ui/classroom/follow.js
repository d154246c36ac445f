const watching = new WeakMap() // what stops the watching that an earlier run began
const PATIENCE = 4000 // milliseconds after which the server is told again of a step that it has not drawn
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

// Ask for the room's next step; the server answers when it comes, or after a second with the counts. Only a new step
// has it run this part of the page again.
export default function ({ data, parentElement, setStateValue }) {
  const address = new URL("room-step", document.baseURI)
  address.search = new URLSearchParams({ room: data.room, ticket: data.ticket, step: data.step })
  let stopped = false
  let timer
  let told = 0
  const tell = (step) => {
    if (Date.now() - told < PATIENCE) return
    told = Date.now()
    setStateValue("step", `${step} ${told}`)
  }
  const look = async () => {
    let pause = 1000
    const asked = Date.now()
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) })
      if (stopped) return
      const now = answer.ok ? await answer.json() : answer.status === 404 ? { step: ENDED } : null
      if (now) {
        if (now.step !== data.step) tell(now.step)
        else {
          write(now)
          // A server that is slow to answer is asked less often; one that did not wait, no sooner than one that does.
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
