// The same work on one core, in JavaScript; it runs in a worker, so that the page keeps responding.
// The right matrix is packed into panels of four columns; a step computes 4x4 results, which stay in registers.
import { worstError } from "./check.js"
import { CHANNELS, SIDE, seenAt, work } from "./work.js"

const known = new Map()

onmessage = ({ data: { operation, size, n, check } }) => {
  const name = `${operation} ${size}`
  if (!known.has(name)) known.set(name, made(operation, size))
  const { given, result, compute } = known.get(name)
  if (check) return postMessage(worstError(given, (index) => result[index]))
  const from = performance.now()
  for (let i = 0; i < n; i++) compute()
  return postMessage((performance.now() - from) / 1000)
}

function made(operation, size) {
  const given = work(operation, size)
  const result = new Float32Array(given.rows * given.width)
  const compute = operation === "convolution" ? () => convolve(given, result) : () => {
    multiply(given.a, given.rows, given.depth, packed(given), given.width, result, 0)
  }
  return { given, result, compute }
}

// For one row of an image at a time, lay out what the filters see, and multiply.
function convolve({ a, b, rows, width, depth }, result) {
  const panels = packed({ b, width, depth })
  const patches = new Float32Array(SIDE * depth)
  for (let first = 0; first < rows; first += SIDE) {
    for (let x = 0; x < SIDE; x++) layOut(a, first + x, patches.subarray(x * depth, (x + 1) * depth))
    multiply(patches, SIDE, depth, panels, width, result, first * width)
  }
}

// What the filters see at one pixel.
function layOut(images, pixel, patch) {
  for (let at = 0; at < patch.length; at += CHANNELS) {
    const from = seenAt(pixel, at / CHANNELS)
    if (from < 0) patch.fill(0, at, at + CHANNELS)
    else patch.set(images.subarray(from, from + CHANNELS), at)
  }
}

function packed({ b, width, depth }) {
  const panels = new Float32Array(b.length)
  for (let column = 0, at = 0; column < width; column += 4) {
    for (let k = 0; k < depth; k++, at += 4) {
      for (let i = 0; i < 4; i++) panels[at + i] = b[k * width + column + i]
    }
  }
  return panels
}

function multiply(a, rows, depth, panels, width, result, start) {
  for (let column = 0; column < width; column += 4) {
    for (let row = 0; row < rows; row += 4) {
      fourByFour(a, row * depth, depth, panels, column * depth, result, start + row * width + column, width)
    }
  }
}

function fourByFour(a, left, depth, panels, right, result, at, width) {
  let c00 = 0, c01 = 0, c02 = 0, c03 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0
  let c20 = 0, c21 = 0, c22 = 0, c23 = 0, c30 = 0, c31 = 0, c32 = 0, c33 = 0
  for (let k = 0; k < depth; k++, right += 4) {
    const b0 = panels[right], b1 = panels[right + 1], b2 = panels[right + 2], b3 = panels[right + 3]
    const a0 = a[left + k], a1 = a[left + depth + k], a2 = a[left + 2 * depth + k], a3 = a[left + 3 * depth + k]
    c00 += a0 * b0, c01 += a0 * b1, c02 += a0 * b2, c03 += a0 * b3
    c10 += a1 * b0, c11 += a1 * b1, c12 += a1 * b2, c13 += a1 * b3
    c20 += a2 * b0, c21 += a2 * b1, c22 += a2 * b2, c23 += a2 * b3
    c30 += a3 * b0, c31 += a3 * b1, c32 += a3 * b2, c33 += a3 * b3
  }
  result.set([c00, c01, c02, c03], at)
  result.set([c10, c11, c12, c13], at + width)
  result.set([c20, c21, c22, c23], at + 2 * width)
  result.set([c30, c31, c32, c33], at + 3 * width)
}
