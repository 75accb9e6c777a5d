/** A wire that can be cut: forwards TCP connections on the loopback interface, refuses them, or keeps silent. */
import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

export type TcpProxy = {
  port: number
  /** Ends every connection, as a network does that fails. New ones are made. */
  cut: () => void
  /** Ends every connection and refuses new ones until `restore`. */
  refuse: () => void
  /** Connections stay, and nothing passes in either direction until `restore`. */
  silence: () => void
  restore: () => void
  /** Looks at what clients send; when it says so, the data is passed on and the connection ends before there is an answer. */
  cutAfter: (isLast: (sent: Buffer) => boolean) => void
  close: () => Promise<void>
}

type Pair = [Socket, Socket]

/** Forwards to a port of this machine. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>()
  let mode: 'pass' | 'refuse' | 'silence' = 'pass'
  let isLast: (sent: Buffer) => boolean = () => false

  const end = (pair: Pair) => {
    pairs.delete(pair)
    for (const socket of pair) socket.resetAndDestroy()
  }
  const forward = ([client, server]: Pair) => {
    client.on('data', (sent: Buffer) => {
      const isEnd = isLast(sent)
      // Nothing comes back from here on; the reset follows once the last words have left.
      if (isEnd) server.removeAllListeners('data')
      server.write(sent, () => isEnd && client.resetAndDestroy())
    })
    server.on('data', (answer: Buffer) => client.write(answer))
  }

  const listener = createServer((client) => {
    if (mode === 'refuse') return client.resetAndDestroy()
    const pair: Pair = [client, connect(target, '127.0.0.1')]
    pairs.add(pair)
    for (const socket of pair) socket.on('error', () => end(pair)).on('close', () => end(pair))
    forward(pair)
    if (mode === 'silence') for (const socket of pair) socket.pause()
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')

  const cut = () => [...pairs].forEach(end)
  const each = (act: (socket: Socket) => void) => [...pairs].forEach((pair) => pair.forEach(act))

  return {
    port: (listener.address() as AddressInfo).port,
    cut,
    refuse() {
      mode = 'refuse'
      cut()
    },
    silence() {
      mode = 'silence'
      each((socket) => void socket.pause())
    },
    restore() {
      mode = 'pass'
      each((socket) => void socket.resume())
    },
    cutAfter: (judge) => (isLast = judge),
    async close() {
      cut()
      listener.close()
      await once(listener, 'close')
    },
  }
}

/** Cuts the wire this many times, every 50 to 500 ms. */
export async function cutOften(proxy: TcpProxy, times: number): Promise<void> {
  for (let round = 0; round < times; round++) {
    proxy.cut()
    await delay(50 + ((round * 137) % 450))
  }
}
