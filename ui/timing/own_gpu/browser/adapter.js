// The browser's access to the GPU: whether there is one, its name, and whether it is software that imitates a GPU.
import { Failure } from "./control.js"

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software|\bwarp\b/i

// The device and what is known of its adapter; a Failure if there is none.
export async function openDevice() {
  if (!navigator.gpu) throw new Failure(window.isSecureContext ? "old" : "insecure")
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" })
  if (!adapter) throw new Failure("refused")
  const half = adapter.features.has("shader-f16")
  const device = await adapter.requestDevice({ requiredFeatures: half ? ["shader-f16"] : [] })
  return { device, half, ...nameOf(adapter) }
}

function nameOf(adapter) {
  const info = adapter.info ?? {}
  const words = [info.vendor, info.architecture, info.device, info.description].join(" ")
  const isFallback = Boolean(info.isFallbackAdapter ?? adapter.isFallbackAdapter)
  return {
    vendor: info.vendor ?? "",
    architecture: info.architecture ?? "",
    is_software: isFallback || SOFTWARE.test(words),
  }
}

// Only the family: a version would say more about a visitor than anybody needs.
export function browserFamily(agent = navigator.userAgent) {
  if (/Edg(e|A|iOS)?\//.test(agent)) return "Edge"
  if (/Firefox\/|FxiOS\//.test(agent)) return "Firefox"
  if (/OPR\/|SamsungBrowser\//.test(agent)) return "other"
  if (/Chrome\/|CriOS\//.test(agent)) return "Chrome"
  return /Safari\//.test(agent) ? "Safari" : "other"
}
