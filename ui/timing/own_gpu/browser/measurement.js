// One whole measurement: which rows, in which order, for how long; and the report that leaves the browser.
import { browserFamily, openDevice } from "./adapter.js"
import { isRight } from "./check.js"
import { Control, Failure } from "./control.js"
import { Gpu, arithmeticLimit, copyLimit, prepared } from "./gpu.js"
import { ARITHMETIC } from "./kernels.js"
import { clockStep, measure, shortestFor } from "./stopwatch.js"
import { work } from "./work.js"
import { Processor } from "./worker.js"

export const SECONDS = 15
const PRODUCTS = [64, 128, 256, 512, 1024, 2048]
const LARGEST_PRODUCT = 4096 // measured only if the product before it took less than SOON
const SOON = 0.1
const BATCHES = [1, 4, 16, 64]
const UNTIL = { products: 0.65, convolutions: 0.85 } // parts of the whole time
const SOON_COMPILED = 0.5
const LONGEST_CALL = 1 // seconds, on one core
const PROCESSOR_SHARE = 0.35 // of the whole time, on one core
const LOST_SOON = 1000 // milliseconds
const CALLS = 8 // the fewest calls for a row: warming up, calibrating, five repetitions
const SLOWER = 1.25 // the device has become slow if the same work takes this many times as long as before

export class Measurement {
  constructor(source, show) {
    Object.assign(this, { source, show, rows: [], notes: [], limits: {}, complete: true, onProcessor: 0 })
    this.control = new Control(SECONDS)
    this.control.onHidden = () => this.note("hidden")
  }

  note(code, fields = {}) {
    const isNew = this.notes.every((one) => one.code !== code || one.fields.what !== fields.what)
    if (isNew) this.notes.push({ code, fields })
  }

  stop() {
    this.control.end(new Failure("stopped"))
  }

  // The report and the notes; the report is null if nothing could be measured.
  async run() {
    try {
      this.adapter = await this.control.guard(openDevice())
      await this.measureAll()
    } catch (problem) {
      this.failed(await this.cause(problem))
    } finally {
      this.control.close()
      this.processor?.close()
      this.adapter?.device.destroy()
    }
    return { report: this.adapter && this.rows.length ? this.report() : null, notes: this.notes }
  }

  // A lost device makes everything fail that waits for it, often before the browser says that the device is lost.
  async cause(problem) {
    if (problem instanceof Failure || !this.adapter) return problem
    const later = new Promise((resolve) => setTimeout(resolve, LOST_SOON, problem))
    return Promise.race([this.adapter.device.lost.then(() => new Failure("lost")), later])
  }

  failed(problem) {
    this.complete = false
    if (problem instanceof Failure) return this.note(problem.code, problem.fields)
    console.error(problem) // its words may name a driver, which must not leave the browser
    this.note("error")
  }

  async measureAll() {
    this.gpu = new Gpu(this.adapter.device, this.control)
    this.shortest = shortestFor(clockStep())
    this.openProcessor()
    await this.chooseOutputs("float32")
    await this.measureProducts()
    await this.measureLimits()
    await this.sizes("convolution", BATCHES, "float32", UNTIL.convolutions, true)
    if (this.adapter.half) {
      await this.chooseOutputs("float16")
      await this.sizes("matrix_product", PRODUCTS.slice(2), "float16", 0.95)
      await this.sizes("convolution", BATCHES.slice(1), "float16", 1)
    }
    await this.compareWithBefore()
  }

  openProcessor() {
    try {
      this.processor = new Processor(this.source, this.control)
    } catch (problem) {
      this.failed(problem)
    }
  }

  // Few or many results per thread, whichever is faster on this GPU; few if compiling takes long.
  async chooseOutputs(dtype) {
    const seconds = { 4: 0, 8: Infinity }
    this.gpu.outputs[dtype] = 4
    for (const outputs of [4, 8]) {
      const before = this.control.spent
      const { parts, free } = await prepared(this.gpu, work("matrix_product", 512), dtype, outputs)
      if (this.control.spent - before > SOON_COMPILED) return free()
      await parts.compute(1)
      const once = await parts.compute(1)
      seconds[outputs] = once > SOON ? once : (await parts.compute(8)) / 8
      free()
    }
    if (seconds[8] < seconds[4]) this.gpu.outputs[dtype] = 8
  }

  async measureProducts() {
    await this.sizes("matrix_product", PRODUCTS, "float32", UNTIL.products, true)
    const last = this.rows.findLast((row) => row.device === "webgpu")
    if (last?.size === PRODUCTS.at(-1) && last.median_seconds < SOON) {
      await this.sizes("matrix_product", [LARGEST_PRODUCT], "float32", UNTIL.convolutions)
    }
  }

  async measureLimits() {
    const before = this.largest("webgpu")
    if (!before || !this.fits(before, ARITHMETIC, UNTIL.convolutions)) return
    const timed = (parts) => measure(parts, this.control, this.shortest)
    this.limits.copy = await copyLimit(this.gpu, timed)
    this.limits.arithmetic = await arithmeticLimit(this.gpu, timed)
  }

  // From small to large, for as long as the next size should end in time; after a lack of memory, no larger size.
  async sizes(operation, sizes, dtype, until, alsoOnProcessor = false) {
    const last = { gpu: this.largest("webgpu"), processor: this.largest("javascript") }
    for (const size of sizes) {
      const given = work(operation, size)
      if (!this.fits(last.gpu, given, until)) return this.tooSlow(operation, size)
      try {
        last.gpu = await this.row(given, "webgpu", dtype, await prepared(this.gpu, given, dtype))
      } catch (problem) {
        if (!["memory", "wrong"].includes(problem.code)) throw problem
        this.failed(new Failure(problem.code, { ...problem.fields, what: operation, size }))
        if (problem.code === "memory") return
      }
      if (alsoOnProcessor && this.processor && this.fitsProcessor(last.processor, given)) {
        const before = this.control.spent
        last.processor = await this.row(given, "javascript", "float32", this.processor.prepared(given))
        this.onProcessor += this.control.spent - before
      }
    }
  }

  // The row with the most work so far, because the next work is expected to run at the same speed.
  largest(device) {
    const rows = this.rows.filter((row) => row.device === device).sort((one, other) => other.flop - one.flop)
    return rows[0] && { expected: rows[0].median_seconds, flop: rows[0].flop }
  }

  fits(last, given, until) {
    const left = until * SECONDS - this.control.spent
    return left > 0 && (!last || CALLS * last.expected * (given.flop / last.flop) < left)
  }

  fitsProcessor(last, given) {
    const next = last ? last.expected * (given.flop / last.flop) : 0
    return next < LONGEST_CALL && CALLS * next < PROCESSOR_SHARE * SECONDS - this.onProcessor
  }

  tooSlow(what, size) {
    this.complete = false
    this.note("time", { what, size })
  }

  // Measure the work, check its result, and keep the row; a wrong result is a Failure.
  async row(given, device, dtype, { parts, error, free }) {
    const { operation, size, flop } = given
    this.show(this.control.spent / SECONDS, { operation, size, device, dtype })
    try {
      const found = await measure(parts, this.control, this.shortest)
      const worst = await error()
      if (!isRight(worst, dtype)) throw new Failure("wrong", { error: worst })
      this.rows.push({
        operation, size, device, dtype, flop,
        median_seconds: found.median, low_seconds: found.low, high_seconds: found.high, n_repeats: found.nRepeats,
        parts: { copy_in: 0, copy_out: 0, ...found.parts, warm_up: found.warmUp },
        n_bytes: given.nValues * (dtype === "float16" ? 2 : 4),
        error: worst,
      })
      return { expected: found.expected, flop }
    } finally {
      free()
    }
  }

  // Measure the largest work that does not take long once more, because a device that has become warm may be slower.
  async compareWithBefore() {
    const before = this.rows.findLast((row) => row.device === "webgpu" && row.dtype === "float32" && row.parts.compute < SOON)
    if (!before) return
    const { parts, free } = await prepared(this.gpu, work(before.operation, before.size), "float32")
    const { parts: now } = await measure({ compute: parts.compute }, this.control, this.shortest)
    free()
    const times = now.compute / before.parts.compute
    if (times > SLOWER) this.note("slower", { times: times.toFixed(1) })
  }

  report() {
    const { vendor, architecture, is_software } = this.adapter
    const rates = this.rows.filter((row) => row.device === "webgpu").map((row) => row.flop / row.parts.compute)
    return {
      vendor, architecture, is_software,
      browser: browserFamily(),
      complete: this.complete,
      copy_bytes_per_second: this.limits.copy ?? null,
      flop_per_second: rates.length ? Math.max(...rates, this.limits.arithmetic ?? 0) : null,
      rows: this.rows,
    }
  }
}
