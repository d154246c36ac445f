export default function ({ parentElement, data, setTriggerValue }) {
  const strip = parentElement.querySelector(".strip")
  strip.replaceChildren(...data.images.map(({ number, src, label, pressed }) => {
    const button = document.createElement("button")
    button.type = "button"
    button.setAttribute("aria-pressed", String(pressed))
    button.setAttribute("aria-label", label)
    button.title = label
    const image = document.createElement("img")
    image.src = src
    image.alt = ""
    button.append(image)
    button.onclick = () => setTriggerValue("picked", number)
    return button
  }))
}
