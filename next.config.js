import path from 'node:path'

/** For every answer, files included; the headers that differ between answers are in proxy.ts. */
const headers = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'referrer-policy', value: 'same-origin' },
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
  { key: 'cross-origin-resource-policy', value: 'same-origin' },
  { key: 'permissions-policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
]

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  headers: async () => [{ source: '/:path*', headers }],
  // The development server would print the arguments of actions, passwords among them.
  logging: { serverFunctions: false },
  // The optimiser fetches on behalf of whoever asks; the console has no picture that needs it.
  images: { unoptimized: true },
  turbopack: { root: path.resolve(import.meta.dirname) },
  // Native code, WebAssembly and process-wide state: loaded by Node, not bundled.
  serverExternalPackages: [
    '@kubernetes/client-node',
    '@node-rs/argon2',
    '@prisma/adapter-pg',
    '@prisma/client',
    'pg',
    'pino',
    'prom-client',
    'simple-git',
    'undici',
  ],
  experimental: {
    // YAML of a deployment is at most 256 kB; the rest of an action is small.
    serverActions: { bodySizeLimit: '512kb' },
    proxyClientMaxBodySize: '1mb',
  },
}
