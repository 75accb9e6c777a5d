/** What the toast corner shows. A toast is a fact with an object and a link; an error also stands where it happened. */

export type ToastTone = 'success' | 'running' | 'failure' | 'info'

export type ToastInput = {
  tone: ToastTone
  /** A sentence without full stop, the object behind a colon: "동기화를 시작했습니다: web". */
  title: string
  text?: string
  links?: readonly { label: string; href: string }[]
  requestId?: string
  /** A toast with the same key takes its place: started → finished. */
  key?: string
}

export type Toast = ToastInput & { id: string }

const MOST = 3
export const NO_TOASTS: readonly Toast[] = []

let toasts = NO_TOASTS
let sequence = 0
const listeners = new Set<() => void>()

function replace(next: readonly Toast[]): void {
  toasts = next
  for (const tell of listeners) tell()
}

export const toastsNow = (): readonly Toast[] => toasts

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Shows a toast; the oldest makes room. Returns its id. */
export function toast(input: ToastInput): string {
  sequence += 1
  const id = input.key ?? `toast-${sequence}`
  const others = toasts.filter((one) => one.id !== id)
  replace([...others, { ...input, id }].slice(-MOST))
  return id
}

export function dismissToast(id: string): void {
  if (toasts.some((one) => one.id === id)) replace(toasts.filter((one) => one.id !== id))
}
