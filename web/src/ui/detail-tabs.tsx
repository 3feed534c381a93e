import { Tabs } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

/// The parts of the details, one of them shown. Where they do not fit beside each other, the shown one's name is in view.
export function DetailTabs({
  tabs,
  active,
  nameOf,
  onTab,
  children,
}: {
  tabs: readonly string[];
  active: string;
  nameOf: (tab: string) => string;
  onTab: (tab: string) => void;
  children: ReactNode;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-tab="${active}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);
  return (
    <Tabs value={active} onChange={(value) => value && onTab(value)} keepMounted={false}>
      <Tabs.List ref={list}>
        {tabs.map((each) => (
          <Tabs.Tab key={each} value={each} data-tab={each}>
            {nameOf(each)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={active} className="tab-body">
        {children}
      </Tabs.Panel>
    </Tabs>
  );
}
