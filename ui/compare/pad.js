// Lines are kept in fractions of the pad's side, from 0 to 1, so that every screen sends the same drawing.
const NEAREST = 0.004 // points nearer to the last one than this are left out

const pads = new WeakMap()

// Called again at each answer of the server and each change of theme: what it sets replaces what the last call set.
export default function ({ parentElement, data, setStateValue }) {
  const canvas = parentElement.querySelector("canvas")
  const pen = parentElement.querySelector("input")
  const pad = pads.get(canvas) ?? open(canvas)

  const show = () => {
    paint(canvas, pad)
    parentElement.querySelector(".hint").hidden = pad.lines.length > 0
    canvas.setAttribute("aria-label", `Drawing pad, ${name(pad.lines.length)}`)
    pen.value = Math.round(100 * pad.pen)
  }
  const send = () => {
    pad.serial += 1
    show()
    setStateValue("drawing", { serial: pad.serial, pen: pad.pen, lines: pad.lines })
  }

  // An answer to an earlier line may come while the next line is drawn, so only a newer drawing is taken.
  const kept = data?.drawing
  if (kept && kept.serial > pad.serial && pad.pointer === null) {
    Object.assign(pad, { serial: kept.serial, pen: kept.pen, lines: kept.lines.map(line => [...line]) })
  }
  pad.show = show
  show()
  listen(canvas, pad, show, send)
  parentElement.querySelector(".undo").onclick = () => {
    if (pad.lines.pop()) send()
  }
  parentElement.querySelector(".clear").onclick = () => {
    if (pad.lines.splice(0).length) send()
  }
  pen.oninput = () => {
    pad.pen = pen.value / 100
    show()
  }
  pen.onchange = send
  return () => pad.observer.disconnect()
}

function open(canvas) {
  const pad = { serial: 0, pen: 0.08, lines: [], pointer: null, show: null }
  pad.observer = new ResizeObserver(() => pad.show())
  pad.observer.observe(canvas)
  pads.set(canvas, pad)
  return pad
}

function name(n) {
  return n === 0 ? "nothing drawn yet" : n === 1 ? "1 line drawn" : `${n} lines drawn`
}

function listen(canvas, pad, show, send) {
  canvas.onpointerdown = event => {
    if (pad.pointer !== null || event.button !== 0) return // a second finger draws nothing
    canvas.setPointerCapture(event.pointerId)
    pad.pointer = event.pointerId
    pad.lines.push([place(canvas, event)])
    show()
  }
  canvas.onpointermove = event => {
    if (event.pointerId !== pad.pointer) return
    const line = pad.lines.at(-1)
    const events = event.getCoalescedEvents?.() ?? []
    for (const one of events.length ? events : [event]) {
      const [x, y] = place(canvas, one)
      const [lastX, lastY] = line.at(-1)
      if (Math.hypot(x - lastX, y - lastY) >= NEAREST) line.push([x, y])
    }
    show()
  }
  canvas.onpointerup = canvas.onpointercancel = event => {
    if (event.pointerId !== pad.pointer) return
    pad.pointer = null
    send()
  }
}

function place(canvas, event) {
  const box = canvas.getBoundingClientRect()
  const part = (at, start, length) => Math.round(1e4 * Math.min(1, Math.max(0, (at - start) / length))) / 1e4
  return [part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)]
}

function paint(canvas, { lines, pen }) {
  const side = Math.round(canvas.clientWidth * devicePixelRatio)
  if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side
  const ink = canvas.getContext("2d")
  ink.clearRect(0, 0, side, side)
  ink.strokeStyle = ink.fillStyle = getComputedStyle(canvas).color
  ink.lineCap = ink.lineJoin = "round"
  ink.lineWidth = pen * side
  for (const line of lines) {
    const points = line.map(([x, y]) => [x * side, y * side])
    ink.beginPath()
    if (points.length === 1) {
      ink.arc(...points[0], ink.lineWidth / 2, 0, 2 * Math.PI)
      ink.fill()
    } else {
      ink.moveTo(...points[0])
      for (const [n, [x, y]] of points.slice(1).entries()) {
        ink.quadraticCurveTo(...points[n], (points[n][0] + x) / 2, (points[n][1] + y) / 2)
      }
      ink.lineTo(...points.at(-1))
      ink.stroke()
    }
  }
}
