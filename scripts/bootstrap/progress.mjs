// @ts-check
/**
 * Shows the steps of a start. On a terminal: one line that lives, with every step that is under way, and a line for each that ended.
 * Elsewhere (a log file, CI): plain lines, when a step begins, every fifteen seconds while it runs, and when it ends.
 */

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FRAME_MS = 120
const PLAIN_MS = 15_000
const TITLE_WIDTH = 30

/**
 * "0.4 s", "42 s", "3:07".
 * @param {number} ms
 */
export function formatElapsed(ms) {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/**
 * @typedef {object} Step
 * @property {(detail: string) => void} update what it is doing now, e.g. "312 of 1840 packages"
 * @property {(note?: string) => void} done
 * @property {() => void} fail
 */

/**
 * @typedef {object} Output
 * @property {(text: string) => unknown} write
 * @property {boolean} [isTTY]
 * @property {number} [columns]
 */

export class Progress {
  /** @type {Set<{ title: string, detail: string, began: number }>} */
  #active = new Set()
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer
  #frame = 0
  #output
  #now

  /**
   * @param {Output} output
   * @param {() => number} [now] milliseconds
   */
  constructor(output, now = () => performance.now()) {
    this.#output = output
    this.#now = now
  }

  /**
   * Begins a step; it must end with `done` or `fail`.
   * @param {string} title
   * @returns {Step}
   */
  step(title) {
    const step = { title, detail: '', began: this.#now() }
    this.#active.add(step)
    if (!this.#output.isTTY) this.#write(`  … ${title}\n`)
    this.#tick()
    const end = (/** @type {string} */ mark, /** @type {string} */ note) => {
      if (!this.#active.delete(step)) return
      this.line(`  ${mark} ${[title.padEnd(TITLE_WIDTH), this.#elapsed(step).padStart(7), note].join(' ').trimEnd()}`)
      this.#tick()
    }
    return {
      update: (detail) => {
        step.detail = detail
      },
      done: (note = '') => end('✓', note),
      fail: () => end('✗', ''),
    }
  }

  /**
   * Runs `work` as a step. A failure ends the step as failed and is thrown on.
   * @template T
   * @param {string} title
   * @param {(step: Step) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async run(title, work) {
    const step = this.step(title)
    try {
      const result = await work(step)
      step.done()
      return result
    } catch (error) {
      step.fail()
      throw error
    }
  }

  /**
   * Prints a line of its own, above the living one.
   * @param {string} text
   */
  line(text) {
    this.#clear()
    this.#write(`${text}\n`)
    this.#draw()
  }

  /** Ends the living line, for good. */
  stop() {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#active.clear()
    this.#clear()
  }

  /** The clock runs only while there is something to show. */
  #tick() {
    if (this.#active.size === 0) {
      clearInterval(this.#timer)
      this.#timer = undefined
      this.#clear()
    } else if (!this.#timer) {
      this.#timer = setInterval(
        () => (this.#output.isTTY ? this.#animate() : this.#report()),
        this.#output.isTTY ? FRAME_MS : PLAIN_MS,
      )
      this.#timer.unref()
      this.#draw()
    }
  }

  /** @param {{ began: number }} step */
  #elapsed(step) {
    return formatElapsed(this.#now() - step.began)
  }

  #animate() {
    this.#frame = (this.#frame + 1) % FRAMES.length
    this.#draw()
  }

  #report() {
    for (const step of this.#active) {
      const detail = step.detail === '' ? '' : ` — ${step.detail}`
      this.#write(`    ${step.title}${detail} (${this.#elapsed(step)})\n`)
    }
  }

  #draw() {
    if (!this.#output.isTTY || this.#active.size === 0) return
    const parts = [...this.#active].map((step) =>
      [step.title, step.detail, this.#elapsed(step)].filter(Boolean).join('  '),
    )
    const text = `  ${FRAMES[this.#frame]} ${parts.join('  │  ')}`
    this.#write(`\r\u001b[2K${text.slice(0, (this.#output.columns ?? 80) - 1)}`)
  }

  #clear() {
    if (this.#output.isTTY) this.#write('\r\u001b[2K')
  }

  /** @param {string} text */
  #write(text) {
    this.#output.write(text)
  }
}
