// The heights of a curve, from left to right and from -1 to 1, which a stroke of the pen replaces where it passes.
const N = 41

const pads = new WeakMap()

// Called again at each answer of the server and each change of theme: what it sets replaces what the last call set.
export default function ({ parentElement, data, setTriggerValue }) {
  const canvas = parentElement.querySelector("canvas")
  const pad = pads.get(canvas) ?? open(canvas)
  if (pad.pointer === null && data?.heights?.length > 1) pad.heights = resampled(data.heights)
  pad.show = () => paint(canvas, pad.heights)
  pad.show()
  listen(canvas, pad, () => setTriggerValue("drawn", pad.heights.map(height => height.toFixed(2)).join(" ")))
  return () => pad.observer.disconnect()
}

function open(canvas) {
  const pad = { heights: new Array(N).fill(0), pointer: null, last: null, show: null }
  pad.observer = new ResizeObserver(() => pad.show())
  pad.observer.observe(canvas)
  pads.set(canvas, pad)
  return pad
}

function resampled(heights) {
  return Array.from({ length: N }, (_, n) => {
    const at = (n / (N - 1)) * (heights.length - 1)
    const left = Math.min(Math.floor(at), heights.length - 2)
    return heights[left] + (at - left) * (heights[left + 1] - heights[left])
  })
}

function listen(canvas, pad, send) {
  canvas.onpointerdown = event => {
    if (pad.pointer !== null || event.button !== 0) return // a second finger draws nothing
    canvas.setPointerCapture(event.pointerId)
    pad.pointer = event.pointerId
    pad.last = null
    draw(canvas, pad, event)
  }
  canvas.onpointermove = event => {
    if (event.pointerId === pad.pointer) draw(canvas, pad, event)
  }
  canvas.onpointerup = canvas.onpointercancel = event => {
    if (event.pointerId !== pad.pointer) return
    pad.pointer = null
    send()
  }
}

function draw(canvas, pad, event) {
  const box = canvas.getBoundingClientRect()
  const within = (part, most) => Math.min(most, Math.max(0, part * most))
  const place = Math.round(within((event.clientX - box.left) / box.width, N - 1))
  const height = 1 - within((event.clientY - box.top) / box.height, 2)
  const from = pad.last ?? [place, height]
  const gap = Math.abs(place - from[0])
  for (let step = 0; step <= gap; step++) {
    const part = gap ? step / gap : 1
    pad.heights[Math.round(from[0] + part * (place - from[0]))] = from[1] + part * (height - from[1])
  }
  pad.last = [place, height]
  pad.show()
}

function paint(canvas, heights) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight].map(side => Math.round(side * devicePixelRatio))
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height]
  const ink = canvas.getContext("2d")
  ink.clearRect(0, 0, width, height)
  ink.strokeStyle = getComputedStyle(canvas).color
  ink.lineJoin = ink.lineCap = "round"
  ink.lineWidth = 3 * devicePixelRatio
  ink.beginPath()
  for (const [n, value] of heights.entries()) ink.lineTo((n / (N - 1)) * width, ((1 - value) / 2) * height)
  ink.stroke()
}
