const watching = new WeakMap() // what stops the watching that an earlier run began
const PATIENCE = 5000 // milliseconds after which the server is told again, then twice as many, and so on

// On a phone the menu lies over the page: whoever chooses a page from it wants to see that.
const COVERS = "(max-width: 768px)" // Streamlit's own limit
document.addEventListener("click", (event) => {
  if (!event.target.closest('[data-testid="stSidebar"] a') || !matchMedia(COVERS).matches) return
  setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click())
})

// What is unfolded at the foot of the menu opens below the edge of the window.
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

const opened = new WeakSet() // lists of tabs that were scrolled to the open one

// A link may open a tab that is out of sight in a narrow window.
const showOpenTab = (list) => {
  const tab = list.querySelector('[aria-selected="true"]')
  if (!tab || opened.has(list) || list.scrollWidth <= list.clientWidth) return
  opened.add(list)
  const [outer, inner] = [list, tab].map((one) => one.getBoundingClientRect())
  list.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2
}

// Streamlit 1.67 links the first page to an empty address, which a new tab would take for the page that is open.
// It gives the box in which a wide table scrolls no place in the order of the keyboard.
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

// Tell the server the width and the theme of the page, each time they are not those for which it drew.
export default function ({ data, parentElement, setStateValue }) {
  mend()
  const block = parentElement.host.closest('[data-testid="stVerticalBlock"]')
  const words = (narrow, theme, framed) => `${narrow ? "narrow" : "wide"} ${theme}${framed ? " framed" : ""}`
  let again
  let patience = PATIENCE
  let told = (block.dataset.drawnFor = words(data.narrow, data.theme, data.framed))
  const tell = () => {
    if (!block.clientWidth) return
    // A scroll bar that comes and goes with the height of the charts must not change their width for ever.
    const narrow = block.clientWidth < data.least + (data.narrow ? 24 : 0)
    block.dataset.width = narrow ? "narrow" : "wide"
    const theme = getComputedStyle(block).colorScheme === "dark" ? "dark" : "light"
    const now = words(narrow, theme, window.top !== window)
    if (now === told) return
    setStateValue("told", (told = now))
    clearTimeout(again)
    again = setTimeout(() => ((told = ""), tell()), patience)
    patience *= 2 // telling interrupts the run that is under way: a slow server would never come to an end
  }
  const observer = new ResizeObserver(tell) // it also calls at once
  const stop = () => (observer.disconnect(), clearTimeout(again))
  watching.get(parentElement)?.()
  watching.set(parentElement, stop)
  observer.observe(block)
  return stop
}
