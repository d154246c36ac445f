// Whether a product is right: a sample of its entries is compared with their sums in float64.

// The worst error that a right product can have, relative to the sum without signs (Higham 2002, chapter 3). In float32:
// 4,096 roundings of 2^-24 are 2.4e-4. In float16 (see kernels.js): 16 roundings of 2^-11, and one of the result, are 8.3e-3.
export const BOUNDS = { float32: 1e-3, float16: 1e-2 }
const SAMPLE = 256

// `read(index)` is an entry of the result. The worst relative error of the sample; NaN if any entry is no number.
export function worstError({ rows, width, entry }, read) {
  let worst = 0
  for (let i = 0; i < SAMPLE; i++) {
    // Steps of an irrational fraction of the whole reach every part of every tile; the last entry is always included.
    const index = i === 0 ? rows * width - 1 : Math.floor(((i * 0.6180339887498949) % 1) * rows * width)
    const { value, scale } = entry(Math.floor(index / width), index % width)
    const error = Math.abs(read(index) - value) / scale
    if (!(error <= worst)) worst = error
    if (Number.isNaN(worst)) return worst
  }
  return worst
}

export function isRight(error, dtype) {
  return error <= BOUNDS[dtype]
}
