// What the visitor sees of it: the button, the bar, what is measured just now, and why something was not.
import { Measurement } from "./measurement.js"

const PROCESSOR = PROCESSOR_SOURCE // Python puts the worker's code here
const running = new WeakMap() // the measurement in an element, which lives through Streamlit's reruns

// Runs again with each answer of the server: what is set here replaces what was.
export default function ({ parentElement, data, setStateValue }) {
  const find = (name) => parentElement.querySelector(`.${name}`)
  const root = find("own-gpu")
  const { words } = data

  const showState = () => {
    const isOn = running.has(root)
    find("start").disabled = isOn
    find("stop").hidden = find("progress").hidden = !isOn
    find("start").textContent = data.again ? words.again : words.start
    if (!isOn) find("status").textContent = data.notes.map((note) => sentence(words, note)).join(" ")
  }
  const show = (share, row) => {
    find("bar").value = Math.min(share, 1)
    find("status").textContent = filled(words.progress, { what: named(words, row), on: words[row.device] })
  }

  find("start").onclick = async () => {
    const measurement = new Measurement(PROCESSOR, show)
    running.set(root, measurement)
    find("bar").value = 0
    find("status").textContent = words.opening
    showState()
    const found = await measurement.run()
    running.delete(root)
    data = { ...data, notes: found.notes, again: true }
    showState()
    find("start").focus({ preventScroll: true })
    setStateValue("found", { ...found, at: Date.now() })
  }
  find("stop").onclick = () => running.get(root)?.stop()
  if (!running.has(root) && !navigator.gpu && !data.notes.length) {
    data = { ...data, notes: [{ code: window.isSecureContext ? "old" : "insecure", fields: {} }] }
  }
  showState()
  // Also called before each answer is drawn: only an element that is gone ends its measurement.
  return () => setTimeout(() => parentElement.host?.isConnected || running.get(root)?.stop())
}

function sentence(words, { code, fields }) {
  const row = fields.what ? { what: named(words, { operation: fields.what, size: fields.size }) } : {}
  return filled(words.notes[code] ?? code, { ...fields, ...row })
}

const named = (words, { operation, size }) => filled(words[operation], { size: size.toLocaleString("en") })

const filled = (text, fields) => text.replace(/{(\w+)}/g, (_, name) => fields[name] ?? "")
