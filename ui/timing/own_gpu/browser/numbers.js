// The numbers that are multiplied, and the number format float16.

const SIXTEENTH_BITS = 0x3ff // the ten bits after the point of a float16
const drawn = new Map() // by seed, so that a larger matrix begins with the numbers of a smaller one

// Multiples of 1/1024 from -1 to 1, which float16 and float32 both hold exactly, the same in every browser.
export function numbers(n, seed) {
  const known = drawn.get(seed)
  if (known?.length >= n) return known.subarray(0, n)
  const values = new Float32Array(n)
  let state = seed
  for (let i = 0; i < n; i++) {
    state ^= state << 13 // xorshift (Marsaglia 2003)
    state ^= state >>> 17
    state ^= state << 5
    values[i] = ((state >>> 21) - 1024) / 1024
  }
  drawn.set(seed, values)
  return values
}

// Multiples of 1/1024 from -1 to 1 as the bits of float16; not every browser has Float16Array.
export function halves(values) {
  return Uint16Array.from(values, (value) => {
    const parts = Math.abs(value) * 1024
    if (parts === 0) return 0
    const highest = 31 - Math.clz32(parts)
    return (value < 0 ? 0x8000 : 0) | ((highest + 5) << 10) | ((parts << (10 - highest)) & SIXTEENTH_BITS)
  })
}

// The number with these bits of a float16.
export function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & SIXTEENTH_BITS
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return exponent ? sign * 2 ** (exponent - 25) * (1024 + fraction) : sign * 2 ** -24 * fraction
}
