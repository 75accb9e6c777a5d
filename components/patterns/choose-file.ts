/** Opens the browser's own choice of a file. `accept` as the `input` element takes it; nothing is called when nothing is chosen. */
export function chooseFile(onFile: (file: File) => void, accept = ''): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file) onFile(file)
  })
  input.click()
}
