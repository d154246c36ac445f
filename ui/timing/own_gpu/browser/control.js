// What may end or disturb a measurement: the stop button, a lost device, a hidden tab, the end of its time.

// Why something is not measured: a code for which there is a sentence, and what the sentence names.
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
    this.ended.catch(() => {}) // it may end while nobody waits
    this.watch = () => {
      if (document.visibilityState !== "hidden") return
      this.disturbances += 1
      this.onHidden?.()
    }
    document.addEventListener("visibilitychange", this.watch)
  }

  // What is awaited, unless the measurement ends first.
  guard(promise) {
    return Promise.race([promise, this.ended])
  }

  // A browser slows down what it does not show: wait until it is shown. The time does not count.
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
