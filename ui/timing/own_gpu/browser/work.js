// What is computed, on the GPU and in JavaScript: a product of rows x depth and depth x width numbers.
import { numbers } from "./numbers.js"

export const CHANNELS = 64 // into the convolution, and out of it
export const SIDE = 32 // of its images
const FILTER = 3 // the side of its filters
const SEEDS = [20260101, 19620621]

export function work(operation, size) {
  return operation === "matrix_product" ? product(size) : convolution(size)
}

// Two square matrices of n rows, row after row.
function product(n) {
  const [a, b] = SEEDS.map((seed) => numbers(n * n, seed))
  const entry = (row, column) => sum(n, (k) => [a[row * n + k], b[k * n + column]])
  return described("matrix_product", n, { a, b, rows: n, width: n, depth: n, entry })
}

// A layer of a CNN, 3x3 from 64 to 64 channels, as a product: a row is a pixel, its numbers are those that the filters
// see, channels last. Numbers outside of the image are 0, so that the result is as large as the image.
function convolution(batch) {
  const rows = batch * SIDE * SIDE
  const depth = FILTER * FILTER * CHANNELS
  const a = numbers(rows * CHANNELS, SEEDS[0])
  const b = numbers(depth * CHANNELS, SEEDS[1])
  const entry = (row, column) => sum(depth, (k) => [seen(a, row, k), b[k * CHANNELS + column]])
  return described("convolution", batch, { a, b, rows, width: CHANNELS, depth, entry })
}

// Number k of the numbers that the filters see at a pixel, in the order of the filters' taps, then of the channels.
function seen(images, pixel, k) {
  const from = seenAt(pixel, Math.floor(k / CHANNELS))
  return from < 0 ? 0 : images[from + (k % CHANNELS)]
}

// The index at which the channels begin that a tap of the filters sees at a pixel; -1 outside of the image.
export function seenAt(pixel, tap) {
  const y = (Math.floor(pixel / SIDE) % SIDE) + Math.floor(tap / FILTER) - 1
  const x = (pixel % SIDE) + (tap % FILTER) - 1
  if (y < 0 || y >= SIDE || x < 0 || x >= SIDE) return -1
  const image = Math.floor(pixel / SIDE / SIDE)
  return ((image * SIDE + y) * SIDE + x) * CHANNELS
}

// The work with its number of additions and multiplications, and the least number of values read and written.
function described(operation, size, shape) {
  const { a, b, rows, width, depth } = shape
  return {
    operation, size, ...shape,
    flop: 2 * rows * width * depth,
    nValues: a.length + b.length + rows * width,
  }
}

// The sum of products in float64, and the sum without signs, which is the natural scale of its rounding errors.
function sum(depth, pair) {
  let value = 0
  let scale = 0
  for (let k = 0; k < depth; k++) {
    const [one, other] = pair(k)
    value += one * other
    scale += Math.abs(one * other)
  }
  return { value, scale }
}
