import type { ReactNode } from 'react'

/** A part of the form under its own heading; hairlines between the parts. */
export function FormSection({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-t border-line px-6 py-5 first:border-t-0">
      <h2 className="text-md font-semibold">{title}</h2>
      {lead === undefined ? null : <div className="mt-0.5 text-sm text-fg-2">{lead}</div>}
      <div className="mt-3">{children}</div>
    </section>
  )
}
