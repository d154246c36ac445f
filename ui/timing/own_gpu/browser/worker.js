// The worker that computes on one core, and its parts for the stopwatch.
import { Failure } from "./control.js"

export class Processor {
  constructor(source, control) {
    this.control = control
    this.address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }))
    try {
      this.worker = new Worker(this.address)
    } catch {
      throw new Failure("worker")
    }
  }

  ask(message) {
    const answer = new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => resolve(data)
      this.worker.onerror = () => reject(new Failure("worker"))
    })
    this.worker.postMessage(message)
    return this.control.guard(answer)
  }

  prepared({ operation, size }) {
    return {
      parts: { compute: (n) => this.ask({ operation, size, n }) },
      error: () => this.ask({ operation, size, check: true }),
      free: () => {},
    }
  }

  close() {
    this.worker?.terminate()
    URL.revokeObjectURL(this.address)
  }
}
