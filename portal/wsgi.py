"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

# What is loaded by now lives as long as the process: no collection need look at it again, and pages that make
# thousands of small objects need not be interrupted for every seven hundred of them.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
