/** "project-regular" → "PR", "admin" → "AD". */
export function initials(username: string): string {
  const parts = username.split(/[-.]+/).filter(Boolean)
  const letters = parts.length > 1 ? parts.slice(0, 2).map((part) => part[0]) : [...(parts[0] ?? '?')].slice(0, 2)
  return letters.join('').toUpperCase()
}
