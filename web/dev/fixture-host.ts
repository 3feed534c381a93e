import { random } from './fixture-data.ts';

/// What the made-up host is and how busy it seems.
const BOOT = Date.now() - 9 * 86_400_000;

export function makeResources(tick: number) {
  const us = 6 + random(200) / 10;
  return {
    time: new Date().toISOString(),
    intervalSeconds: 1,
    tasks: { total: 220, running: 1 + (tick % 3), sleeping: 217, stopped: 0, zombie: 1 },
    cpu: { us, sy: 2.1, ni: 0, id: Math.round((97 - us) * 10) / 10, wa: 0.6, hi: 0, si: 0.3, st: 0 },
    memory: {
      totalBytes: 7899824 * 1024,
      freeBytes: (5210804 - random(9000)) * 1024,
      usedBytes: 761824 * 1024,
      buffCacheBytes: 1927196 * 1024,
      availableBytes: 5827944 * 1024,
    },
    swap: { totalBytes: 7995388 * 1024, freeBytes: 7995388 * 1024, usedBytes: 0 },
    load: { one: 0.42 + random(20) / 100, five: 0.37, fifteen: 0.3 },
    uptimeSeconds: 777_600 + tick,
    pressure: {
      cpu: { someAvg10: 1.2, someAvg60: 0.8 },
      memory: { someAvg10: 0, someAvg60: 0, fullAvg10: 0 },
      io: null,
    },
    disks: [
      { name: 'nvme0n1', readBytesPerSecond: 0, writeBytesPerSecond: random(4_000_000), busyPercent: random(12) },
    ],
    fileSystems: [
      {
        mountPoint: '/',
        device: '/dev/nvme0n1p2',
        type: 'ext4',
        totalBytes: 64e9,
        usedBytes: 41e9,
        availableBytes: 20e9,
      },
      {
        mountPoint: '/var/lib/mysql',
        device: '/dev/mapper/data',
        type: 'xfs',
        totalBytes: 200e9,
        usedBytes: 188e9,
        availableBytes: 12e9,
      },
    ],
    interfaces: [
      {
        name: 'eth0',
        receiveBytesPerSecond: random(300_000),
        transmitBytesPerSecond: random(90_000),
        receiveErrorsPerSecond: 0,
        transmitErrorsPerSecond: 0,
        receiveDropsPerSecond: 0,
        transmitDropsPerSecond: 0,
        up: true,
      },
      {
        name: 'docker0',
        receiveBytesPerSecond: 0,
        transmitBytesPerSecond: 0,
        receiveErrorsPerSecond: 0,
        transmitErrorsPerSecond: 0,
        receiveDropsPerSecond: 0,
        transmitDropsPerSecond: 0,
        up: false,
      },
    ],
  };
}

export const host = {
  osName: 'Debian GNU/Linux',
  osVersion: '12 (bookworm)',
  hostName: 'web-03',
  kernelRelease: '6.18.5-amd64',
  architecture: 'x86_64',
  bootTime: new Date(BOOT).toISOString(),
  uptimeSeconds: 777_600,
  timeZone: 'Asia/Shanghai',
  cpuModel: 'AMD EPYC 7763 64-Core Processor',
  cpuCount: 8,
  memoryTotalBytes: 7899824 * 1024,
  virtualization: 'kvm',
  container: null,
  serviceManagers: ['systemd', 'supervisord'],
  addresses: [
    { interfaceName: 'eth0', address: '10.0.0.5', prefixLength: 24 },
    { interfaceName: 'eth0', address: 'fe80::5054:ff:fe12:3456', prefixLength: 64 },
  ],
  users: [
    {
      userName: 'root',
      terminal: 'pts/0',
      from: '10.0.0.77',
      loginTime: new Date(Date.now() - 5_400_000).toISOString(),
    },
  ],
  load: { one: 0.42, five: 0.37, fifteen: 0.3 },
  bootId: 'b',
  agent: {
    version: '0.1.0',
    connected: true,
    user: 'root',
    privileged: true,
    processSource: { name: 'procfs', reason: 'the kernel has no type information (BTF)' },
    socketSource: { name: 'bpf', reason: null },
    limits: [],
  },
};

export const schedule = [
  {
    source: '/etc/crontab',
    sourceKind: 'system-crontab',
    schedule: '17 * * * *',
    user: 'root',
    command: 'cd / && run-parts --report /etc/cron.hourly',
    nextRun: new Date(Date.now() + 1_200_000).toISOString(),
    lastRun: new Date(Date.now() - 2_400_000).toISOString(),
  },
  {
    source: '/var/spool/cron/crontabs/app',
    sourceKind: 'crontab',
    schedule: '*/5 9-18 * * 1-5',
    user: 'app',
    command: '/opt/app/bin/同步.sh --quiet',
    nextRun: new Date(Date.now() + 180_000).toISOString(),
    lastRun: null,
  },
  {
    source: 'apt-daily.timer',
    sourceKind: 'timer',
    schedule: '*-*-* 6,18:00',
    user: null,
    command: 'apt-daily.service',
    unit: 'apt-daily.service',
    nextRun: new Date(Date.now() + 9_000_000).toISOString(),
    lastRun: new Date(Date.now() - 30_000_000).toISOString(),
  },
  {
    source: '/etc/cron.d/broken',
    sourceKind: 'cron.d',
    schedule: '99 * * * *',
    user: 'root',
    command: 'true',
    error: 'minute 99 is out of range',
  },
];
