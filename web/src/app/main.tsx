import './mantine-styles';
import './tokens.css';
import './base.css';
import '../ui/mantine.css';
import { createTheme, localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { startMessages } from '../i18n/i18n';
import { queryClient } from './query-client';
import { router } from './router';

// Colours come from tokens.css; the theme only holds what Mantine computes in code. No element may carry an inline style block: see the policy in index.html's server.
const theme = createTheme({ primaryColor: 'blue', cursorType: 'pointer', respectReducedMotion: true });
const colorSchemes = localStorageColorSchemeManager({ key: 'procdeck-theme' });

async function start() {
  await startMessages();
  const root = document.getElementById('root');
  if (root === null) return;
  createRoot(root).render(
    <MantineProvider
      theme={theme}
      withCssVariables={false}
      withGlobalClasses={false}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

start();
