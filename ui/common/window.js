const observers = new WeakMap()

// Tell the server the width and the theme of the page, each time they are not those for which it drew.
export default function ({ data, parentElement, setTriggerValue }) {
  const block = parentElement.host.closest('[data-testid="stVerticalBlock"]')
  const words = (narrow, theme) => `${narrow ? "narrow" : "wide"} ${theme}`
  let told = words(data.narrow, data.theme)
  const tell = () => {
    if (!block.clientWidth) return
    // A scroll bar that comes and goes with the height of the charts must not change their width for ever.
    const narrow = block.clientWidth < data.least + (data.narrow ? 24 : 0)
    block.dataset.width = narrow ? "narrow" : "wide"
    const now = words(narrow, getComputedStyle(block).colorScheme === "dark" ? "dark" : "light")
    if (now !== told) setTriggerValue("changed", (told = now))
  }
  const observer = new ResizeObserver(tell) // it also calls at once
  observers.get(parentElement)?.disconnect()
  observers.set(parentElement, observer)
  observer.observe(block)
  return () => observer.disconnect()
}
