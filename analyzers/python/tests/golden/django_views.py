"""Views of a Django project."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework.permissions import IsAuthenticated
from rest_framework.views import APIView

from .models import Order


def healthz(request):
    return HttpResponse("ok")


@csrf_exempt
def webhook(request):
    order = Order.objects.get(pk=request.POST["id"])
    order.paid = True
    order.save()
    return JsonResponse({"ok": True}, status=202)


class PayView(APIView):
    permission_classes = [IsAuthenticated]
    throttle_scope = "pay"

    def post(self, request, *args, **kwargs):
        with Order.lock as held:
            return self.respond(held)

    def respond(self, order):
        return super().finalize_response(order)


account = login_required(PayView.as_view())
