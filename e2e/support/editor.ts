/** The YAML editor as a person uses it: select all, paste. */
import { expect, type Locator } from 'playwright/test'

export const yamlEditor = (dialog: Locator): Locator => dialog.getByRole('textbox', { name: 'YAML' })

/** The text in the editor. */
export async function yamlIn(dialog: Locator): Promise<string> {
  const editor = yamlEditor(dialog)
  await expect(editor).toBeVisible()
  return editor.evaluate((element) =>
    [...element.querySelectorAll('.cm-line')].map((line) => line.textContent ?? '').join('\n'),
  )
}

/** Puts a text in place of what is there. */
export async function pasteYaml(dialog: Locator, text: string): Promise<void> {
  const editor = yamlEditor(dialog)
  await editor.focus()
  await editor.press('ControlOrMeta+a')
  await editor.evaluate((element, pasted) => {
    const data = new DataTransfer()
    data.setData('text/plain', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, text)
}

/** Looks at the difference and saves it. */
export async function saveYaml(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: '변경 내용 확인' }).click()
  await dialog.getByRole('button', { name: '저장', exact: true }).click()
}
