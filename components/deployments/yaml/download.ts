/** Files the browser saves. */

export const yamlFileName = (name: string): string => `${name}.application.yaml`

/** Hands a text to the browser as a file; nothing leaves the machine. */
export function downloadText(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  URL.revokeObjectURL(url)
}
