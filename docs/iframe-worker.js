// Search: small words of a question do not count, and pages that are opened from a folder have it too. Browsers start no
// worker there, so a hidden frame takes its place.
const SMALL = /^\W*(a|an|and|the|of|to|in|on|for|is|are|do|how|i|what|my)\W*$/i
const QUERY = 2

function telling(message) {
  if (message.type !== QUERY) return message
  const words = message.data.split(/\s+/).filter(word => !SMALL.test(word))
  return words.length ? { ...message, data: words.join(" ") } : message
}

if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      document.body.append(frame)
      this.inside = frame.contentWindow
      this.inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
      this.ready = new Promise(resolve => {
        const script = frame.contentDocument.createElement("script")
        script.src = address
        script.onload = resolve
        frame.contentDocument.body.append(script)
      })
    }
    postMessage(message) {
      const event = new this.inside.MessageEvent("message", { data: telling(message) })
      this.ready.then(() => this.inside.dispatchEvent(event))
    }
    terminate() {}
  }
} else {
  const send = Worker.prototype.postMessage
  Worker.prototype.postMessage = function (message, ...rest) { send.call(this, telling(message), ...rest) }
}
