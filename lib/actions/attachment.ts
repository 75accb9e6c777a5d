/** Headers of an answer that the browser saves as a file. */

/**
 * `Content-Disposition` of a download. The name is only ever a name: path separators, quotes, line breaks and everything else outside of
 * letters, digits, dot, dash and underscore become dashes in the plain form; the full name stands in RFC 5987's encoding beside it.
 */
export function contentDisposition(filename: string): string {
  const base = filename.replace(/^.*[/\\]/, '').slice(0, 150) || 'download'
  const plain = base.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^\.+/, '') || 'download'
  const encoded = encodeURIComponent(base).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
