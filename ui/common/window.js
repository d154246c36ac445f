const watching = new WeakMap() // by component, the function that stops the observer of an earlier run
const PATIENCE = 5000 // milliseconds until the first report is repeated; then twice as many, and so on

// On a phone the menu covers the page: it closes when a page is chosen from it.
const COVERS = "(max-width: 768px)" // Streamlit's own limit
document.addEventListener("click", (event) => {
  if (!event.target.closest('[data-testid="stSidebar"] a') || !matchMedia(COVERS).matches) return
  setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click())
})

// A part at the foot of the menu unfolds below the edge of the window: it is scrolled into view.
const rolled = new ResizeObserver((parts) => parts.forEach(({ target }) => target.open && target.scrollIntoView()))
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.closest('[data-testid="stSidebar"]')) return
    rolled.observe(target)
    setTimeout(() => rolled.unobserve(target), 3000) // by then it has unrolled, and its content has come
  },
  true, // a toggle does not bubble
)

// A chart is as wide as the window when the page is printed, and the paper's edge would cut it: it is made to fit.
const PAPER = 640 // pixels that A4 and Letter leave upright, within a card too
const zoomCharts = (zoom) =>
  document.querySelectorAll(".js-plotly-plot").forEach((chart) => (chart.style.zoom = zoom(chart)))
addEventListener("beforeprint", () => zoomCharts((chart) => Math.min(1, PAPER / chart.getBoundingClientRect().width)))
addEventListener("afterprint", () => zoomCharts(() => ""))

const opened = new WeakSet() // lists of tabs that were scrolled to the open one

// A link may open a tab that is out of sight in a narrow window: scroll it to the middle, once.
const showOpenTab = (list) => {
  const tab = list.querySelector('[aria-selected="true"]')
  if (!tab || opened.has(list) || list.scrollWidth <= list.clientWidth) return
  opened.add(list)
  const [outer, inner] = [list, tab].map((one) => one.getBoundingClientRect())
  list.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2
}

// Streamlit 1.67 links the first page with an empty address, which in a new tab leads to the page that is open. And the
// keyboard does not reach the box in which a wide table scrolls.
const mend = () => {
  document
    .querySelectorAll('[data-testid="stSidebar"] a[href=""]')
    .forEach((link) => link.setAttribute("href", new URL(".", location.href).pathname))
  document
    .querySelectorAll('[data-testid="stTable"] div:has(> table):not([tabindex])')
    .forEach((box) => box.setAttribute("tabindex", "0"))
  document.querySelectorAll('[role="tablist"]').forEach(showOpenTab)
}
new MutationObserver(mend).observe(document.body, { childList: true, subtree: true, attributeFilter: ["href"] })

// Report the width and the theme of the page to the server whenever they differ from those for which it drew.
export default function ({ data, parentElement, setStateValue }) {
  mend()
  const block = parentElement.host.closest('[data-testid="stVerticalBlock"]')
  const words = (narrow, theme, framed) => `${narrow ? "narrow" : "wide"} ${theme}${framed ? " framed" : ""}`
  let again
  let patience = PATIENCE
  let reported = (block.dataset.drawnFor = words(data.narrow, data.theme, data.framed))
  const report = () => {
    if (!block.clientWidth) return
    // A scroll bar that comes and goes with the height of the charts must not change their width for ever.
    const narrow = block.clientWidth < data.least + (data.narrow ? 24 : 0)
    block.dataset.width = narrow ? "narrow" : "wide"
    const theme = getComputedStyle(block).colorScheme === "dark" ? "dark" : "light"
    const now = words(narrow, theme, window.top !== window)
    if (now === reported) return
    setStateValue("report", (reported = now))
    clearTimeout(again)
    again = setTimeout(() => ((reported = ""), report()), patience)
    patience *= 2 // because each report interrupts the server's run, a slow server would never finish one
  }
  const observer = new ResizeObserver(report) // it also calls at once
  const stop = () => (observer.disconnect(), clearTimeout(again))
  watching.get(parentElement)?.()
  watching.set(parentElement, stop)
  observer.observe(block)
  return stop
}
