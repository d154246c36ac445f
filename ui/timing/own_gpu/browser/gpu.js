// Work on the GPU: buffers, copies and computing. The queue is empty whenever the clock is read.
import { worstError } from "./check.js"
import { Failure } from "./control.js"
import { ARITHMETIC, TILE, arithmetic, tiled } from "./kernels.js"
import { fromHalf, halves } from "./numbers.js"

const { COPY_DST, COPY_SRC, MAP_READ, STORAGE, UNIFORM } = globalThis.GPUBufferUsage ?? {}
const COPIED = 32 * 2 ** 20 // bytes, more than caches hold

export class Gpu {
  constructor(device, control) {
    Object.assign(this, { device, control, pipelines: new Map(), outputs: {} })
    device.lost.then(() => control.end(new Failure("lost")))
  }

  // Wait until the GPU is done; unless something is submitted, Chromium does not pass on what is written to buffers.
  async drain() {
    this.device.queue.submit([])
    await this.control.guard(this.device.queue.onSubmittedWorkDone())
  }

  async timed(act) {
    await this.drain()
    const from = performance.now()
    await act()
    await this.drain()
    return (performance.now() - from) / 1000
  }

  // The result of `make`; a Failure if there is too little memory, an error if the GPU refuses it.
  async allowed(make) {
    const scopes = ["validation", "out-of-memory"]
    scopes.forEach((scope) => this.device.pushErrorScope(scope))
    const made = make()
    const [memory, other] = await this.control.guard(Promise.all(scopes.map(() => this.device.popErrorScope())))
    if (memory) throw new Failure("memory")
    if (other) throw other
    return made
  }

  buffer(size, usage) {
    return this.device.createBuffer({ size: Math.ceil(size / 16) * 16, usage })
  }

  async pipeline(name, code) {
    if (!this.pipelines.has(name)) {
      const compute = { module: this.device.createShaderModule({ code }), entryPoint: "main" }
      const compiled = this.device.createComputePipelineAsync({ layout: "auto", compute })
      this.pipelines.set(name, await this.control.guard(compiled))
    }
    return this.pipelines.get(name)
  }

  bound(pipeline, buffers) {
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }))
    return this.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries })
  }

  // Call the pipeline n times, in one pass, whose calls the GPU does one after the other.
  dispatch(pipeline, group, [x, y], n) {
    const commands = this.device.createCommandEncoder()
    const pass = commands.beginComputePass()
    pass.setPipeline(pipeline)
    pass.setBindGroup(0, group)
    for (let i = 0; i < n; i++) pass.dispatchWorkgroups(x, y)
    pass.end()
    this.device.queue.submit([commands.finish()])
  }
}

// The parts of this work for the stopwatch, a function that checks its last result, and one that frees its memory.
export async function prepared(gpu, work, dtype, outputs = gpu.outputs[dtype]) {
  const pipeline = await gpu.pipeline(`${work.operation} ${dtype} ${outputs}`, tiled(work.operation, dtype, outputs))
  const given = [work.a, work.b].map((values) => (dtype === "float16" ? halves(values) : values))
  const bytes = work.rows * work.width * given[0].BYTES_PER_ELEMENT
  const buffers = await gpu.allowed(() => [
    ...given.map((values) => gpu.buffer(values.byteLength, STORAGE | COPY_DST)),
    gpu.buffer(bytes, STORAGE | COPY_SRC),
    gpu.buffer(8, UNIFORM | COPY_DST),
    gpu.buffer(bytes, MAP_READ | COPY_DST),
  ])
  const [a, b, c, shape, out] = buffers
  gpu.device.queue.writeBuffer(shape, 0, new Uint32Array([work.width, work.depth]))
  const group = gpu.bound(pipeline, [a, b, c, shape])
  const result = new given[0].constructor(work.rows * work.width)
  const parts = {
    copy_in: (n) => gpu.timed(() => repeat(n, () => [a, b].forEach((to, i) => gpu.device.queue.writeBuffer(to, 0, given[i])))),
    compute: (n) => gpu.timed(() => gpu.dispatch(pipeline, group, [work.width / TILE, work.rows / TILE], n)),
    copy_out: (n) => gpu.timed(() => inTurn(n, () => takeOut(gpu, c, out, result))),
  }
  const read = dtype === "float16" ? (index) => fromHalf(result[index]) : (index) => result[index]
  return { parts, error: () => worstError(work, read), free: () => buffers.forEach((one) => one.destroy()) }
}

// From the GPU's memory into an array of this page.
async function takeOut(gpu, from, through, to) {
  const commands = gpu.device.createCommandEncoder()
  commands.copyBufferToBuffer(from, 0, through, 0, to.byteLength)
  gpu.device.queue.submit([commands.finish()])
  await gpu.control.guard(through.mapAsync(GPUMapMode.READ, 0, to.byteLength))
  to.set(new to.constructor(through.getMappedRange(0, to.byteLength)))
  through.unmap()
}

function repeat(n, act) {
  for (let i = 0; i < n; i++) act()
}

async function inTurn(n, act) {
  for (let i = 0; i < n; i++) await act()
}

// Bytes read and written a second when the GPU copies within its own memory.
export async function copyLimit(gpu, measure) {
  const [from, to] = await gpu.allowed(() => [gpu.buffer(COPIED, COPY_SRC), gpu.buffer(COPIED, COPY_DST)])
  const copies = (n) => {
    const commands = gpu.device.createCommandEncoder()
    repeat(n, () => commands.copyBufferToBuffer(from, 0, to, 0, COPIED))
    gpu.device.queue.submit([commands.finish()])
  }
  const { parts } = await measure({ compute: (n) => gpu.timed(() => copies(n)) })
  from.destroy()
  to.destroy()
  return (2 * COPIED) / parts.compute
}

// Additions and multiplications a second if arithmetic need not wait for memory.
export async function arithmeticLimit(gpu, measure) {
  const pipeline = await gpu.pipeline("arithmetic", arithmetic())
  const target = await gpu.allowed(() => gpu.buffer(16 * ARITHMETIC.threads, STORAGE))
  const group = gpu.bound(pipeline, [target])
  const groups = [ARITHMETIC.threads / ARITHMETIC.group, 1]
  const { parts } = await measure({ compute: (n) => gpu.timed(() => gpu.dispatch(pipeline, group, groups, n)) })
  target.destroy()
  return ARITHMETIC.flop / parts.compute
}
