// The GPU's programs, in WGSL. A workgroup computes a tile of 64x64 results. Step by step it lays a slab of 16 numbers
// of each of 64 rows and 64 columns into its shared memory, and each thread multiplies its own part of them.
// A thread computes `outputs` x `outputs` results, four neighbours at a time: it reads a number from shared memory once
// and uses it `outputs` times. More results per thread need fewer reads, but leave fewer threads to hide waiting times.
import { CHANNELS, SIDE } from "./work.js"

export const TILE = 64
const SLAB = 16
const FOURS = CHANNELS / 4

// Four neighbouring numbers of a row; `k` counts fours.
const FROM_MATRIX = `return a[row * (shape.depth / 4u) + k];`
const FROM_IMAGES = `
  let tap = k / ${FOURS}u;
  let y = i32(row / ${SIDE}u % ${SIDE}u) + i32(tap / 3u) - 1;
  let x = i32(row % ${SIDE}u) + i32(tap % 3u) - 1;
  if (y < 0 || y >= ${SIDE} || x < 0 || x >= ${SIDE}) { return four(); }
  let pixel = row / ${SIDE * SIDE}u * ${SIDE * SIDE}u + u32(y) * ${SIDE}u + u32(x);
  return a[pixel * ${FOURS}u + k % ${FOURS}u];`

const counted = (n) => [...Array(n).keys()]

export function tiled(operation, dtype, outputs) {
  const side = TILE / outputs // of the square of threads
  const results = counted(outputs).flatMap((i) => counted(outputs / 4).map((j) => [i, j]))
  const each = (write) => results.map(([i, j]) => write(i, j)).join("\n")
  return `${dtype === "float16" ? "enable f16;" : ""}
alias four = vec4<${dtype === "float16" ? "f16" : "f32"}>;
struct Shape { width: u32, depth: u32 }
@group(0) @binding(0) var<storage, read> a: array<four>;
@group(0) @binding(1) var<storage, read> b: array<four>;
@group(0) @binding(2) var<storage, read_write> c: array<four>;
@group(0) @binding(3) var<uniform> shape: Shape;
var<workgroup> rows: array<four, ${(TILE * SLAB) / 4}>;
var<workgroup> columns: array<four, ${(TILE * SLAB) / 4}>;

fn of_a(row: u32, k: u32) -> four {
  ${operation === "convolution" ? FROM_IMAGES : FROM_MATRIX}
}

@compute @workgroup_size(${side * side})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) index: u32) {
  let x = index % ${side}u;
  let y = index / ${side}u;
  let row = group.y * ${TILE}u;
  let column = group.x * ${TILE / 4}u;
  let width = shape.width / 4u;
  ${each((i, j) => `var sum_${i}_${j} = vec4<f32>();`)}
  for (var k = 0u; k < shape.depth; k += ${SLAB}u) {
    for (var i = index; i < ${(TILE * SLAB) / 4}u; i += ${side * side}u) {
      rows[i] = of_a(row + i / ${SLAB / 4}u, k / 4u + i % ${SLAB / 4}u);
      columns[i] = b[(k + i / ${TILE / 4}u) * width + column + i % ${TILE / 4}u];
    }
    workgroupBarrier();
    ${slab(dtype, outputs, side, each)}
    workgroupBarrier();
  }
  ${each((i, j) => `c[(row + y + ${i * side}u) * width + column + x + ${j * side}u] = four(sum_${i}_${j});`)}
}`
}

// In float16 only the sixteen products of a slab are added in float16; slabs are added in float32. That is as fast, and
// as exact for large matrices as for small ones.
function slab(dtype, outputs, side, each) {
  const target = dtype === "float16" ? "part" : "sum"
  const before = dtype === "float16" ? each((i, j) => `var part_${i}_${j} = four();`) : ""
  const after = dtype === "float16" ? each((i, j) => `sum_${i}_${j} += vec4<f32>(part_${i}_${j});`) : ""
  const ofRows = counted(outputs).map((i) => `let a_${i} = rows[(y + ${i * side}u) * ${SLAB / 4}u + k4];`)
  const ofColumns = ["x", "y", "z", "w"].map((letter, n) => `{
        ${counted(outputs / 4).map((j) => `let b_${j} = columns[(4u * k4 + ${n}u) * ${TILE / 4}u + x + ${j * side}u];`).join("\n")}
        ${each((i, j) => `${target}_${i}_${j} = fma(four(a_${i}.${letter}), b_${j}, ${target}_${i}_${j});`)}
      }`)
  return `${before}
    for (var k4 = 0u; k4 < ${SLAB / 4}u; k4++) {
      ${[...ofRows, ...ofColumns].join("\n")}
    }
    ${after}`
}

// The fastest possible arithmetic: multiplications and additions in registers; it reads nothing and writes little.
const CHAINS = 8
const STEPS = 256
export const ARITHMETIC = { threads: 65536, group: 64, flop: 65536 * STEPS * CHAINS * 4 * 2 }
export const arithmetic = () => `
@group(0) @binding(0) var<storage, read_write> c: array<vec4<f32>>;
@compute @workgroup_size(${ARITHMETIC.group})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let factor = vec4<f32>(0.999 + f32(id.x & 1u) * 0.0001);
  ${counted(CHAINS).map((i) => `var chain_${i} = factor + f32(${i});`).join("\n")}
  for (var step = 0u; step < ${STEPS}u; step++) {
    ${counted(CHAINS).map((i) => `chain_${i} = fma(chain_${i}, factor, factor);`).join("\n")}
  }
  c[id.x] = ${counted(CHAINS).map((i) => `chain_${i}`).join(" + ")};
}`
