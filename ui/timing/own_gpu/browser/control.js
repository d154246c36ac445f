// What may end or disturb a measurement: the stop button, a lost device, a hidden tab, the end of its time.

// Why something is not measured: the code of a sentence, and the values for the sentence's fields.
export class Failure extends Error {
  constructor(code, fields = {}) {
    super(code)
    Object.assign(this, { code, fields })
  }
}

export class Control {
  constructor(seconds) {
    this.seconds = seconds
    this.begun = performance.now()
    this.hiddenSeconds = 0
    this.disturbances = 0
    this.ended = new Promise((_, reject) => (this.end = reject))
    this.ended.catch(() => {}) // without this, an end for which nothing waits would be an unhandled rejection
    this.watch = () => {
      if (document.visibilityState !== "hidden") return
      this.disturbances += 1
      this.onHidden?.()
    }
    document.addEventListener("visibilitychange", this.watch)
  }

  // The promise's result; a Failure if the measurement ends first.
  guard(promise) {
    return Promise.race([promise, this.ended])
  }

  // Browsers slow down pages that are not shown: wait until this one is shown. Waiting does not count as time spent.
  async visible() {
    if (document.visibilityState !== "hidden") return
    const from = performance.now()
    await this.guard(
      new Promise((resolve) => {
        const shown = () => {
          if (document.visibilityState === "hidden") return
          document.removeEventListener("visibilitychange", shown)
          resolve()
        }
        document.addEventListener("visibilitychange", shown)
      }),
    )
    this.hiddenSeconds += (performance.now() - from) / 1000
  }

  get spent() {
    return (performance.now() - this.begun) / 1000 - this.hiddenSeconds
  }

  close() {
    document.removeEventListener("visibilitychange", this.watch)
    this.end(new Failure("stopped"))
  }
}
