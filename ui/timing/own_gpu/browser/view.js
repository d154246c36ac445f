// What the visitor sees of the measurement: the button, the bar, the current work, and why something was not measured.
import { Measurement } from "./measurement.js"

const PROCESSOR = PROCESSOR_SOURCE // Python puts the worker's code here
const running = new WeakMap() // the measurement in an element, which lives through Streamlit's reruns

// Called again at each answer of the server: what it sets replaces what the last call set.
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
  // Streamlit also calls this before it draws an answer, so the measurement ends only if its element is gone.
  return () => setTimeout(() => parentElement.host?.isConnected || running.get(root)?.stop())
}

function sentence(words, { code, fields }) {
  const row = fields.what ? { what: named(words, { operation: fields.what, size: fields.size }) } : {}
  return filled(words.notes[code] ?? code, { ...fields, ...row })
}

const named = (words, { operation, size }) => filled(words[operation], { size: size.toLocaleString("en") })

const filled = (text, fields) => text.replace(/{(\w+)}/g, (_, name) => fields[name] ?? "")
